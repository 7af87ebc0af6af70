"""Links for one vote each: made for names, shown once, withdrawn.

The store keeps the hash of a token. The link itself exists in what is handed to the
administrator at its making, and nowhere afterwards.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, check_can
from dashboard.assessments import ballots, polls, voter_lists
from dashboard.assessments.polls import PollMissing
from dashboard.database import columns, engine
from dashboard.database.models.ballots import BallotLink
from dashboard.failures import Failure

_TOKEN_BYTES = 32
_BASE = re.compile(r"https?://[^\s?#@]+")


class HasLink(Failure):
    """Somebody of the list has a link of this class already."""

    key = "polls.has_link"


class WrongBase(Failure):
    """Links would lead nowhere: they begin with an address of the dashboard."""

    key = "polls.wrong_base"


class LinkUsed(Failure):
    """A link that was used, or is not there, cannot be withdrawn."""

    key = "polls.link_used"


@dataclass(frozen=True)
class NewLink:
    """A link as it is handed out; repr does not show it, so that no log does."""

    issued_to: str
    token: str

    def address(self, base: str) -> str:
        """The whole link, where `base` is the address of the dashboard's start page.

        Raises WrongBase.
        """
        check_base(base)
        return f"{base.rstrip('/')}/ballot?token={self.token}"

    def __repr__(self) -> str:
        return f"NewLink({self.issued_to!r})"


def check_base(base: str) -> None:
    """Raise WrongBase unless a browser can open what begins with it."""
    if not _BASE.fullmatch(base):
        raise WrongBase(base)


def make(
    principal: Principal,
    poll_id: int,
    class_id: str,
    names: list[str],
    now: datetime | None = None,
) -> list[NewLink]:
    """A link for every name of a class, in the order of the list; all or none."""
    check_can(principal, Right.MANAGE_CYCLES)
    names = voter_lists.checked(names)
    made = [NewLink(name, secrets.token_urlsafe(_TOKEN_BYTES)) for name in names]
    with engine.writing() as session:
        poll = polls.locked(session, poll_id)
        polls.check_open(poll, now or columns.now())
        if class_id not in {each.class_id for each in poll.classes}:
            raise PollMissing(f"no class {class_id}")
        of_poll = select(BallotLink).filter_by(poll_id=poll_id)
        total = session.scalar(select(func.count()).select_from(of_poll.subquery()))
        if (total or 0) + len(names) > voter_lists.MOST_NAMES:
            raise voter_lists.TooManyNames(most=str(voter_lists.MOST_NAMES))
        held = set(
            session.scalars(
                select(BallotLink.issued_to).filter_by(
                    poll_id=poll_id, class_id=class_id
                )
            )
        )
        for name in names:
            if name in held:
                raise HasLink(name=name)
        session.add_all(
            BallotLink(
                token_sha=ballots.sha(each.token),
                poll_id=poll_id,
                class_id=class_id,
                issued_to=each.issued_to,
                is_used=False,
            )
            for each in made
        )
        audit.record(
            session,
            principal,
            "poll_links_made",
            polls.target(poll_id),
            voter_class=class_id,
            links=len(made),
        )
    return made


def unused(principal: Principal, poll_id: int, class_id: str) -> list[str]:
    """Names whose link was not used, in their order; of an open poll."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.reading() as session:
        return list(
            session.scalars(
                select(BallotLink.issued_to)
                .filter_by(poll_id=poll_id, class_id=class_id, is_used=False)
                .order_by(BallotLink.issued_to)
            )
        )


def withdraw(
    principal: Principal,
    poll_id: int,
    class_id: str,
    names: list[str],
    now: datetime | None = None,
) -> None:
    """Take back links that were not used; raises LinkUsed if one of them was."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.writing() as session:
        poll = polls.locked(session, poll_id)
        polls.check_open(poll, now or columns.now())
        links = session.scalars(
            select(BallotLink)
            .filter_by(poll_id=poll_id, class_id=class_id, is_used=False)
            .where(BallotLink.issued_to.in_(names))
        ).all()
        if not names or len(links) != len(set(names)):
            raise LinkUsed(f"{len(links)} of {len(set(names))} were unused")
        for link in links:
            session.delete(link)
        audit.record(
            session,
            principal,
            "poll_links_withdrawn",
            polls.target(poll_id),
            voter_class=class_id,
            links=len(links),
        )
