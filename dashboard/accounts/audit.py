"""The audit log: appended in the transaction of what it tells, verified as a chain.

Each entry holds the hash of the one before, and the head holds the last one. So a
changed, removed, inserted or reordered entry is found, and so is a cut end. Somebody
who may write the database could make a whole new chain: against that, keep what
`python -m dashboard audit verify` prints in another place, and give it again later.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from dashboard.accounts.principal import Principal
from dashboard.database.columns import now
from dashboard.database.models.audit import AuditEntry, AuditHead
from dashboard.failures import Failure

# What stands before the first entry.
BEGINNING = "0" * 64
_HEAD = 1
_LONGEST = 200


class Broken(Failure):
    """The chain does not hold at this entry, or ends before the head says."""

    key = "failure.audit_broken"

    def __init__(self, entry_id: int) -> None:
        super().__init__(f"The chain breaks at {entry_id}", entry=str(entry_id))
        self.entry_id = entry_id


def record(
    session: Session, principal: Principal, action: str, target: str, **details: Any
) -> None:
    """Append one entry to the transaction; it is there exactly when the rest is.

    The head stays locked to the end of the transaction, so that the chain never forks:
    record last, after the slow part of the work.
    """
    head = _locked_head(session)
    entry = AuditEntry(
        entry_id=head.entry_id + 1,
        at=now(),
        account_id=principal.account_id,
        account_name=_storable(principal.name),
        action=action,
        target=_storable(target),
        # As it will be read back: dates and enums become text.
        details=json.loads(_canonical(details)),
        previous_sha=head.sha,
    )
    entry.sha = _sha(entry)
    session.add(entry)
    head.entry_id, head.sha = entry.entry_id, entry.sha
    session.flush()


def verify(session: Session, kept: tuple[int, str] | None = None) -> int:
    """How many entries there are, all of which hold. Raises Broken at the first.

    kept: number and hash of an entry as they were told at an earlier time.
    """
    # One statement sees one moment, also while others append.
    rows = session.execute(
        select(AuditEntry, AuditHead.entry_id, AuditHead.sha)
        .outerjoin(AuditHead, AuditHead.head_id == _HEAD)
        .order_by(AuditEntry.entry_id),
        execution_options={"yield_per": 1000},
    )
    number, sha, head = 0, BEGINNING, _head_of(session)
    for entry, head_number, head_sha in rows:
        head = (head_number, head_sha)
        number += 1
        if (
            entry.entry_id != number
            or entry.previous_sha != sha
            or entry.sha != _sha(entry)
            or (kept is not None and kept[0] == number and kept[1] != entry.sha)
        ):
            raise Broken(number)
        sha = entry.sha
        session.expunge(entry)
    if head != (number, sha) or (kept is not None and kept[0] > number):
        raise Broken(number + 1)
    return number


def last(session: Session) -> tuple[int, str]:
    """Number and hash of the last entry, to be kept elsewhere."""
    return _head_of(session)


def _head_of(session: Session) -> tuple[int, str]:
    row = session.execute(select(AuditHead.entry_id, AuditHead.sha)).one_or_none()
    return (row.entry_id, row.sha) if row else (0, BEGINNING)


def _locked_head(session: Session) -> AuditHead:
    wanted = select(AuditHead).where(AuditHead.head_id == _HEAD).with_for_update()
    head = session.scalar(wanted)
    if head is None:
        # Two first entries at once: one makes the head, both then wait for its lock.
        session.execute(
            text(
                "INSERT INTO audit_head (head_id, entry_id, sha) "
                "VALUES (:head, 0, :sha) ON CONFLICT DO NOTHING"
            ),
            {"head": _HEAD, "sha": BEGINNING},
        )
        head = session.scalars(wanted).one()
    return head


def _sha(entry: AuditEntry) -> str:
    told = {
        "entry_id": entry.entry_id,
        "at": entry.at,
        "account_id": entry.account_id,
        "account_name": entry.account_name,
        "action": entry.action,
        "target": entry.target,
        "details": entry.details,
        "previous_sha": entry.previous_sha,
    }
    return hashlib.sha256(_canonical(told).encode()).hexdigest()


def _canonical(value: Any) -> str:
    """The same text for the same values, wherever and whenever it is made."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), default=_as_text, allow_nan=False
    )


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _storable(words: str) -> str:
    """Without what a database refuses: NUL, halves of characters, too many letters."""
    whole = words.encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\0", "")[:_LONGEST]
