"""What may be entered as a bonus, a deduction or a veto, and what is wrong with it."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts.principal import Principal
from dashboard.assessments.judgement import tidy
from dashboard.assessments.rules import PointRule, Rules, VetoRule
from dashboard.database.models.adjustments import Adjustment
from dashboard.database.models.assessments import Evidence
from dashboard.database.models.cycles import Cycle, CycleSubject
from dashboard.failures import Failure

BONUS, DEDUCTION, VETO = "bonus", "deduction", "veto"
KINDS = (BONUS, DEDUCTION, VETO)
SUBMITTED, RETURNED, APPROVED = "submitted", "returned", "approved"
LONGEST_AWARD = 200
LONGEST_TEXT = 2000


class UnknownRule(Failure):
    """The cycle's rules do not have this one."""

    key = "adjustments.unknown_rule"


class EvidenceMissing(Failure):
    key = "adjustments.evidence_missing"


class AwardMissing(Failure):
    """Without the award's name nobody could tell whether it was counted before."""

    key = "adjustments.award_missing"


class CountedBefore(Failure):
    """This award of the subject was entered before in this cycle."""

    key = "adjustments.counted_before"


class NoteMissing(Failure):
    key = "adjustments.note_missing"


class TextTooLong(Failure):
    key = "adjustments.text_too_long"


class DayOutside(Failure):
    """It happened before the cycle began, or has not happened yet."""

    key = "adjustments.day_outside"


class CycleNotOpen(Failure):
    """Results are published: nothing is added to them but by an appeal."""

    key = "adjustments.cycle_not_open"


@dataclass(frozen=True)
class Entry:
    """What is entered; evidence by the numbers that evidence.keep gave."""

    cycle_subject_id: int
    kind: str
    rule_id: str
    happened_on: date
    note: str
    # The award or document it rests on; one counts once for a subject in a cycle.
    award: str = ""
    evidence: tuple[int, ...] = ()


def checked(
    session: Session,
    principal: Principal,
    subject: CycleSubject,
    entry: Entry,
    today: date,
) -> PointRule | VetoRule:
    """The rule it goes by, once everything else about the entry holds."""
    cycle = subject.cycle
    check_open(session, cycle)
    known = rules_of(Rules.model_validate(cycle.rules), entry.kind)
    rule = next((each for each in known if each.rule_id == entry.rule_id), None)
    if rule is None:
        raise UnknownRule(f"{entry.kind} {entry.rule_id}")
    if not cycle.starts_on <= entry.happened_on <= today:
        raise DayOutside(
            str(entry.happened_on), first=f"{cycle.starts_on}", last=f"{today}"
        )
    _check_texts(entry)
    _check_evidence(session, principal, rule, entry)
    _check_counted_once(session, subject, entry)
    return rule


def rules_of(rules: Rules, kind: str) -> tuple[PointRule | VetoRule, ...]:
    """What may be entered of a kind; nothing for a kind that does not exist."""
    if kind == BONUS:
        return rules.bonus.rules
    if kind == DEDUCTION:
        return rules.deduction.rules
    return rules.vetoes if kind == VETO else ()


def check_open(session: Session, cycle: Cycle) -> None:
    """Raise CycleNotOpen once the results are published; holds off a publication."""
    session.refresh(cycle, with_for_update={"read": True})
    if cycle.state != "open":
        raise CycleNotOpen(cycle.code)


def _check_texts(entry: Entry) -> None:
    note, award = tidy(entry.note), tidy_award(entry.award)
    if not note:
        raise NoteMissing(entry.rule_id)
    if entry.kind == BONUS and not award:
        raise AwardMissing(entry.rule_id)
    for text, most in ((note, LONGEST_TEXT), (award, LONGEST_AWARD)):
        if len(text) > most:
            raise TextTooLong(f"{len(text)} characters", most=str(most))


def _check_evidence(
    session: Session,
    principal: Principal,
    rule: PointRule | VetoRule,
    entry: Entry,
) -> None:
    if rule.evidence == "required" and not entry.evidence:
        raise EvidenceMissing(entry.rule_id)
    # Only one's own files: a number that is guessed must open nobody else's.
    own = set(
        session.scalars(
            select(Evidence.evidence_id).where(
                Evidence.evidence_id.in_(entry.evidence),
                Evidence.uploaded_by == principal.account_id,
            )
        )
    )
    if own != set(entry.evidence):
        raise EvidenceMissing(f"{set(entry.evidence) - own} are not of this account")


def _check_counted_once(session: Session, subject: CycleSubject, entry: Entry) -> None:
    key = _award_key(entry.award)
    if not key:
        return
    entered = session.scalars(
        select(Adjustment.award).where(
            Adjustment.cycle_subject_id == subject.cycle_subject_id,
            Adjustment.state != RETURNED,
        )
    )
    if key in map(_award_key, entered):
        raise CountedBefore(entry.award, award=tidy_award(entry.award))


def tidy_award(award: str) -> str:
    return " ".join(tidy(award).split())


def _award_key(award: str) -> str:
    """What is the same for two spellings of one award: widths, spaces, capitals."""
    return "".join(unicodedata.normalize("NFKC", tidy_award(award)).casefold().split())
