"""Compile indicators: all that are declared on one source become one scan of it.

Equal aggregates are computed once. What comes out of a scan is additive, so that every
figure above the finest grain is a sum (or a merged histogram) of what a scan found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from pipelines import expression
from pipelines.declarations.indicator import Indicator
from pipelines.declarations.source import Source
from pipelines.errors import DeclarationError
from pipelines.measure.panel import Panel, sums_of_mean

FINEST = ("city_id", "department_id", "item_id", "channel")
SUBJECT = "subject_id"


@dataclass(frozen=True)
class Part:
    """What one source gives to one indicator: aggregate columns of its scan."""

    indicator_id: str
    period_by: str
    numerator: str
    denominator: str
    n: str
    squares: str


@dataclass(frozen=True)
class Histogram:
    """How often each whole number occurs, for quantiles."""

    name: str
    period_by: str
    level: str
    where: str


@dataclass
class Scan:
    """All that is asked of one typed table.

    `follows_day`: some expression computes with as_of instead of comparing a date to
    it, so that every month may change when as_of does.
    """

    source: str
    grain: tuple[str, ...]
    aggregates: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    histograms: dict[tuple[str, str, str], Histogram] = field(default_factory=dict)
    quantiles: dict[str, Histogram] = field(default_factory=dict)
    follows_day: bool = False

    @property
    def by_subject(self) -> bool:
        """Whether rows name their subject themselves and nothing is rolled up."""
        return self.grain == (SUBJECT,)

    @property
    def period_columns(self) -> list[str]:
        """The date columns that place rows in months."""
        of_parts = {part.period_by for part in self.parts}
        return sorted(of_parts | {h.period_by for h in self.histograms.values()})

    def aggregate(self, sql: str) -> str:
        """The name under which an aggregate is computed, once."""
        return self.aggregates.setdefault(sql, f"a{len(self.aggregates)}")


@dataclass(frozen=True)
class Plan:
    """Scans by source, each indicator's readable formula, and whose judges count."""

    scans: dict[str, Scan]
    formulas: dict[str, str]
    panels: list[Panel] = field(default_factory=list)


def compile_plan(
    indicators: Mapping[str, Indicator],
    sources: Mapping[str, Source],
    columns: Mapping[str, Mapping[str, str]],
) -> Plan:
    """`columns` holds the typed columns of each source; raises DeclarationError."""
    compiler = _Compiler(sources, columns)
    for indicator in indicators.values():
        compiler.add(indicator)
    return Plan(compiler.scans, compiler.formulas, compiler.panels)


class _Compiler:
    def __init__(
        self, sources: Mapping[str, Source], columns: Mapping[str, Mapping[str, str]]
    ) -> None:
        self._sources = sources
        self._columns = columns
        self.scans: dict[str, Scan] = {}
        self.formulas: dict[str, str] = {}
        self.panels: list[Panel] = []

    def add(self, indicator: Indicator) -> None:
        scan = self._scan(indicator.source)
        if indicator.over_time == "last" and not scan.by_subject:
            raise _wrong(
                indicator, "over_time", "last", "'sum', where rows are rolled up"
            )
        self._date(indicator, indicator.source, "period_by", indicator.period_by)
        where = self._tree(indicator, indicator.source, "where", indicator.where)
        if indicator.kind == "quantile":
            self._quantile(indicator, scan, where)
        elif indicator.kind == "mean":
            self._mean(indicator, scan, where)
        elif indicator.across is None:
            self._ratio(indicator, scan, where)
        else:
            self._ratio_across(indicator, scan, where)

    def _quantile(
        self, indicator: Indicator, scan: Scan, where: exp.Expr | None
    ) -> None:
        level = self._tree(indicator, indicator.source, "of", indicator.of)
        assert level is not None
        key = (indicator.period_by, expression.sql(level), _condition(where))
        found = scan.histograms.setdefault(
            key, Histogram(f"h{len(scan.histograms)}", *key)
        )
        scan.quantiles[indicator.indicator_id] = found
        self.formulas[indicator.indicator_id] = _formula(
            f"quantile {indicator.q} of {expression.readable(level)}", where
        )

    def _mean(self, indicator: Indicator, scan: Scan, where: exp.Expr | None) -> None:
        of = self._tree(indicator, indicator.source, "of", indicator.of)
        weight = self._tree(indicator, indicator.source, "weight", indicator.weight)
        spread = self._tree(indicator, indicator.source, "spread", indicator.spread)
        assert of is not None
        sums = sums_of_mean(of, weight, spread)
        filtered = f"FILTER (WHERE {_condition(where)})"
        total, count, squares = (scan.aggregate(f"{sql} {filtered}") for sql in sums)
        scan.parts.append(
            Part(
                indicator.indicator_id,
                indicator.period_by,
                total,
                count,
                count,
                squares,
            )
        )
        by = f" weighted by {expression.readable(weight)}" if weight else ""
        self.formulas[indicator.indicator_id] = _formula(
            f"mean of {expression.readable(of)}{by}", where
        )
        if indicator.judge:
            self._panel(indicator, scan, _condition(where), sums)

    def _panel(
        self, indicator: Indicator, scan: Scan, where: str, sums: tuple[str, str, str]
    ) -> None:
        judge = str(indicator.judge)
        if not scan.by_subject:
            expected = "no such key where rows do not name their subject"
            raise _wrong(indicator, "judge", judge, expected)
        if judge not in self._columns[indicator.source]:
            raise _wrong(indicator, "judge", judge, f"a column of {indicator.source}")
        self.panels.append(
            Panel(
                indicator.indicator_id,
                indicator.source,
                indicator.period_by,
                where,
                judge,
                sums,
            )
        )

    def _ratio(self, indicator: Indicator, scan: Scan, where: exp.Expr | None) -> None:
        above = self._tree(
            indicator, indicator.source, "numerator", indicator.numerator
        )
        below = self._tree(
            indicator, indicator.source, "denominator", indicator.denominator
        )
        scan.parts.append(
            Part(
                indicator.indicator_id,
                indicator.period_by,
                scan.aggregate(_total(above, where)),
                scan.aggregate(_total(below, where)),
                scan.aggregate(_total(None, where)),
                "NULL",
            )
        )
        over = "" if indicator.kind == "count" else f" ÷ {_said(below)}"
        text = f"{'N − ' if indicator.complement else ''}{_said(above)}{over}"
        self.formulas[indicator.indicator_id] = _formula(text, where)

    def _ratio_across(
        self, indicator: Indicator, scan: Scan, where: exp.Expr | None
    ) -> None:
        across = indicator.across
        assert across is not None
        other = self._scan(across.source)
        if other.by_subject != scan.by_subject:
            raise _wrong(
                indicator, "across.source", across.source, "a source of the same grain"
            )
        self._date(indicator, across.source, "across.period_by", across.period_by)
        above = self._tree(
            indicator, indicator.source, "numerator", indicator.numerator
        )
        theirs = self._tree(indicator, across.source, "across.where", across.where)
        below = self._tree(
            indicator, across.source, "across.denominator", across.denominator
        )
        total = scan.aggregate(_total(above, where))
        scan.parts.append(
            Part(indicator.indicator_id, indicator.period_by, total, "0", "0", "NULL")
        )
        under = other.aggregate(_total(below, theirs))
        count = other.aggregate(_total(None, theirs))
        other.parts.append(
            Part(indicator.indicator_id, across.period_by, "0", under, count, "NULL")
        )
        minus = "N − " if indicator.complement else ""
        self.formulas[indicator.indicator_id] = (
            f"{minus}{_formula(_said(above), where)} ÷ "
            f"{across.source}: {_formula(_said(below), theirs)}"
        )

    def _scan(self, source: str) -> Scan:
        columns = self._columns[source]
        if SUBJECT in columns:
            grain: tuple[str, ...] = (SUBJECT,)
        else:
            grain = tuple(name for name in FINEST if name in columns)
        return self.scans.setdefault(source, Scan(source, grain))

    def _tree(
        self, indicator: Indicator, source: str, key: str, text: str | None
    ) -> exp.Expr | None:
        if text is None:
            return None
        known = {**self._columns[source], expression.AS_OF: "DATE"}
        try:
            tree = expression.parse(text, known)
            expression.kind_of(tree, known)
        except expression.NotAllowed as wrong:
            raise _wrong(indicator, key, text, str(wrong)) from wrong
        if expression.computes_with_day(tree):
            self._scan(source).follows_day = True
        return tree

    def _date(self, indicator: Indicator, source: str, key: str, column: str) -> None:
        dates = [c for c, kind in self._columns[source].items() if kind == "DATE"]
        if column not in dates:
            raise _wrong(
                indicator, key, column, f"a date column of {source}: {', '.join(dates)}"
            )


def _wrong(
    indicator: Indicator, key: str, stands: object, expected: str
) -> DeclarationError:
    file = f"indicators/{indicator.indicator_id}.toml"
    return DeclarationError(file, key, stands, expected)


def _condition(where: exp.Expr | None) -> str:
    return expression.sql(where) if where is not None else "TRUE"


def _total(tree: exp.Expr | None, where: exp.Expr | None) -> str:
    """Rows counted, or values added up, of the rows that pass `where`."""
    condition = _condition(where)
    if tree is None:
        return f"count(*) FILTER (WHERE {condition})"
    if expression.is_condition(tree):
        return f"count(*) FILTER (WHERE {condition} AND {expression.sql(tree)})"
    return f"sum({expression.sql(tree)}) FILTER (WHERE {condition})"


def _said(tree: exp.Expr | None) -> str:
    return "all" if tree is None else expression.readable(tree)


def _formula(text: str, where: exp.Expr | None) -> str:
    return text if where is None else f"{text}, where {expression.readable(where)}"
