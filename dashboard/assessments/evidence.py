"""Evidence: files that prove a judgement. Bytes lie under their hash, rows name them.

A file is whole on disk before its row is committed, and never written again; the same
bytes are stored once, whoever brings them. Who may read one is asked by what it proves.
"""

import contextlib
import hashlib
import os
import re
import tempfile
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard import locations
from dashboard.accounts import audit
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import NotAllowed, Right, can
from dashboard.assessments import (
    adjustment_lists,
    appeal_files,
    file_types,
    policies,
)
from dashboard.assessments.file_types import FileType
from dashboard.database import columns, engine
from dashboard.database.models.adjustments import Adjustment, AdjustmentEvidence
from dashboard.database.models.assessments import (
    Assessment,
    AssessmentEvidence,
    AssessmentVersion,
    Evidence,
)
from dashboard.database.models.cycles import CycleSubject
from dashboard.failures import Failure

LARGEST = 20 * 1024 * 1024
# What one account may bring in a day: enough for forty subjects, and no disk is full.
MOST_A_DAY = 2 * 1024**3
LONGEST_NAME = 120
# What a database can be asked for; it comes from an address.
_LARGEST_NUMBER = 2**31 - 1
# Who may bring files: to an assessment, an adjustment, an appeal.
_BRINGS = (Right.ASSESS, Right.REVIEW, Right.APPEAL, Right.MANAGE_CYCLES)
# Reserved on some system, or able to change what stands around them.
_UNSAFE = re.compile(r'[<>:"/\\|?*%\x00-\x1f\x7f]')


class TooLarge(Failure):
    key = "evidence.too_large"


class TooMuch(Failure):
    """One account brought more in a day than anybody's work needs."""

    key = "evidence.too_much"


class Gone(Failure):
    """The row is there and its bytes are not: somebody touched the folder."""

    key = "evidence.gone"


def folder() -> Path:
    return locations.data() / "evidence"


def keep(
    principal: Principal, name: str, content: bytes, now: datetime | None = None
) -> Evidence:
    """Store a file that proves nothing yet; raises a Failure for what is not taken."""
    if principal.account_id is None or not any(can(principal, r) for r in _BRINGS):
        raise NotAllowed(f"{principal.role} brings no evidence")
    if len(content) > LARGEST:
        raise TooLarge(f"{len(content)} bytes", most=str(LARGEST // 1024**2))
    at = now or columns.now()
    _check_day(principal.account_id, len(content), at)
    kind = file_types.of_content(content)
    sha = hashlib.sha256(content).hexdigest()
    _store(content, _place(sha))
    evidence = Evidence(
        sha256=sha,
        name=safe_name(name, kind),
        media_type=kind.media_type,
        size=len(content),
        uploaded_by=principal.account_id,
        uploaded_at=at,
    )
    with engine.writing() as session:
        session.add(evidence)
        session.flush()
        target = f"evidence:{evidence.evidence_id}"
        audit.record(session, principal, "evidence.keep", target, sha256=sha)
        return evidence


def check_can_read(session: Session, principal: Principal, evidence: Evidence) -> None:
    """Its bringer, and whoever may see something that it proves; else NotAllowed."""
    if principal.account_id is None:
        raise NotAllowed("nobody reads evidence unsigned")
    if evidence.uploaded_by == principal.account_id:
        return
    if any(
        policies.can_see(principal, assessment)
        # A reviewer sees what was submitted, not what a draft holds since.
        and (version.version < assessment.version or assessment.state != "returned")
        for assessment, version in _proved(session, evidence.evidence_id)
    ):
        return
    if any(
        adjustment_lists.may_see(principal, adjustment, subject)
        for adjustment, subject in _adjusted(session, evidence.evidence_id)
    ):
        return
    if appeal_files.can_read(session, principal, evidence.evidence_id):
        return
    raise NotAllowed(f"evidence {evidence.evidence_id}")


def can_read(session: Session, principal: Principal, evidence: Evidence) -> bool:
    try:
        check_can_read(session, principal, evidence)
    except NotAllowed:
        return False
    return True


def read(principal: Principal, evidence_id: int) -> tuple[Evidence, bytes]:
    """A file for whoever may read it, noted in the log; raises NotAllowed or Gone."""
    if evidence_id > _LARGEST_NUMBER:
        raise NotAllowed("There is no such evidence")
    with engine.writing() as session:
        evidence = session.get(Evidence, evidence_id)
        if evidence is None:
            raise NotAllowed("There is no such evidence")
        check_can_read(session, principal, evidence)
        try:
            content = _place(evidence.sha256).read_bytes()
        except OSError as error:
            raise Gone(f"{evidence.sha256}: {error}") from error
        if hashlib.sha256(content).hexdigest() != evidence.sha256:
            raise Gone(f"{evidence.sha256} was changed")
        target = f"evidence:{evidence_id}"
        audit.record(session, principal, "evidence.read", target)
        return evidence, content


def safe_name(name: str, kind: FileType) -> str:
    """A name any system can save, with the ending its content has."""
    last = PurePosixPath(name.replace("\\", "/")).name
    composed = unicodedata.normalize("NFC", last)
    shown = "".join(
        letter
        for letter in composed
        # Also marks that turn the direction of writing: "gpj.exe" read backwards.
        if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl")
    )
    clean = _UNSAFE.sub("_", shown).strip(" .") or "evidence"
    stem, dot, ending = clean.rpartition(".")
    extension = f".{ending.lower()}" if dot else ""
    if extension not in kind.extensions:
        stem, extension = clean, kind.extensions[0]
    return stem[: LONGEST_NAME - len(extension)].rstrip(" .") + extension


def _check_day(account_id: int, size: int, now: datetime) -> None:
    brought = select(func.sum(Evidence.size)).where(
        Evidence.uploaded_by == account_id,
        Evidence.uploaded_at > now - timedelta(days=1),
    )
    with engine.reading() as session:
        if (session.scalar(brought) or 0) + size > MOST_A_DAY:
            raise TooMuch(f"account {account_id}", most=str(MOST_A_DAY // 1024**3))


def _store(content: bytes, place: Path) -> None:
    """Write aside and rename, each made sure of: half a file never has the name."""
    if place.is_file():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=place.parent, prefix=".")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(place)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(aside).unlink()
        raise
    for each in (place.parent, place.parent.parent):
        _sync(each)


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _place(sha: str) -> Path:
    return folder() / sha[:2] / sha[2:]


def _proved(
    session: Session, evidence_id: int
) -> list[tuple[Assessment, AssessmentVersion]]:
    rows = session.execute(
        select(Assessment, AssessmentVersion)
        .join(
            AssessmentVersion,
            AssessmentVersion.assessment_id == Assessment.assessment_id,
        )
        .join(
            AssessmentEvidence,
            AssessmentEvidence.version_id == AssessmentVersion.version_id,
        )
        .where(AssessmentEvidence.evidence_id == evidence_id)
    )
    return [(assessment, version) for assessment, version in rows]


def _adjusted(
    session: Session, evidence_id: int
) -> list[tuple[Adjustment, CycleSubject]]:
    rows = session.execute(
        select(Adjustment, CycleSubject)
        .join(
            AdjustmentEvidence,
            AdjustmentEvidence.adjustment_id == Adjustment.adjustment_id,
        )
        .join(
            CycleSubject, CycleSubject.cycle_subject_id == Adjustment.cycle_subject_id
        )
        .where(AdjustmentEvidence.evidence_id == evidence_id)
    )
    return [(adjustment, subject) for adjustment, subject in rows]
