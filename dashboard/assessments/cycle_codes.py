"""Codes of cycles: 2026, 2026-H1, 2026-Q3; their first and last day and their names."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from dashboard import i18n
from dashboard.assessments.declared import CycleKind
from dashboard.failures import Failure

KINDS: tuple[CycleKind, ...] = get_args(CycleKind)
_CODE = re.compile(r"(20\d\d)(?:-H([12])|-Q([1-4]))?")


class CodeUnknown(Failure):
    """Not a year, half-year or quarter."""

    key = "cycles.code_unknown"


@dataclass(frozen=True)
class Span:
    """The time a cycle is about."""

    code: str
    kind: CycleKind
    starts_on: date
    ends_on: date

    def names(self) -> dict[str, str]:
        """2026 年三季度, Q3 2026: in every language of the product."""
        return {
            of: i18n.said_in(of, self._key(), year=self.starts_on.year)
            for of in i18n.LOCALES
        }

    def _key(self) -> str:
        if self.kind == "year":
            return "period.year"
        if self.kind == "half_year":
            return f"cycles.half_{1 if self.starts_on.month == 1 else 2}"
        return f"period.q{(self.starts_on.month + 2) // 3}"


def parse(code: str) -> Span:
    """The span of a code as typed; raises CodeUnknown."""
    found = _CODE.fullmatch(code.strip().upper())
    if found is None:
        raise CodeUnknown(code, code=code[:20])
    year, half, quarter = (int(part) if part else None for part in found.groups())
    assert year is not None, "the pattern has it"
    if half:
        return _span(found.group(), "half_year", year, 6 * half - 5, 6)
    if quarter:
        return _span(found.group(), "quarter", year, 3 * quarter - 2, 3)
    return _span(found.group(), "year", year, 1, 12)


def of_year(kind: CycleKind, year: int) -> list[str]:
    """The codes of all cycles of a kind in a year."""
    if kind == "half_year":
        return [f"{year}-H1", f"{year}-H2"]
    if kind == "quarter":
        return [f"{year}-Q{number}" for number in range(1, 5)]
    return [str(year)]


def _span(code: str, kind: CycleKind, year: int, month: int, months: int) -> Span:
    after = month + months
    until = date(year + 1, 1, 1) if after > 12 else date(year, after, 1)
    return Span(code, kind, date(year, month, 1), until - timedelta(days=1))
