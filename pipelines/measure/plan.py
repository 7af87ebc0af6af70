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
from pipelines.measure import formula
from pipelines.measure.asked import FINEST, ORGAN, SUBJECT, Histogram, Part, Scan
from pipelines.measure.panel import Panel, sums_of_mean


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
        elif indicator.kind == "survival":
            self._survival(indicator, scan, where)
        elif indicator.kind == "mean":
            self._mean(indicator, scan, where)
        elif indicator.across is None:
            self._ratio(indicator, scan, where)
        else:
            self._ratio_across(indicator, scan, where)

    def _quantile(
        self, indicator: Indicator, scan: Scan, where: exp.Expr | None
    ) -> None:
        scan.quantiles[indicator.indicator_id], level = self._histogram(
            indicator, scan, where
        )
        self.formulas[indicator.indicator_id] = formula.worded(
            f"quantile {indicator.q} of {level}", where
        )

    def _survival(
        self, indicator: Indicator, scan: Scan, where: exp.Expr | None
    ) -> None:
        if not scan.has_clock:
            expected = "another kind: only a source with a clock has open cases"
            raise _wrong(indicator, "kind", indicator.kind, expected)
        scan.survivals[indicator.indicator_id], level = self._histogram(
            indicator, scan, where
        )
        self.formulas[indicator.indicator_id] = formula.worded(
            f"Kaplan-Meier quantile {indicator.q} of {level}, open cases censored",
            where,
        )

    def _histogram(
        self, indicator: Indicator, scan: Scan, where: exp.Expr | None
    ) -> tuple[Histogram, str]:
        """The histogram of an indicator, and what it counts in words."""
        level = self._tree(indicator, indicator.source, "of", indicator.of)
        assert level is not None
        key = (indicator.period_by, expression.sql(level), formula.passing(where))
        found = scan.histograms.setdefault(
            key, Histogram(f"h{len(scan.histograms)}", *key)
        )
        return found, expression.readable(level)

    def _mean(self, indicator: Indicator, scan: Scan, where: exp.Expr | None) -> None:
        of = self._tree(indicator, indicator.source, "of", indicator.of)
        weight = self._tree(indicator, indicator.source, "weight", indicator.weight)
        spread = self._tree(indicator, indicator.source, "spread", indicator.spread)
        assert of is not None
        sums = sums_of_mean(of, weight, spread)
        filtered = f"FILTER (WHERE {formula.passing(where)})"
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
        self.formulas[indicator.indicator_id] = formula.worded(
            f"mean of {expression.readable(of)}{by}", where
        )
        if indicator.judge:
            self._check_judge(indicator, scan)
            is_one = f"coalesce({expression.sql(weight)}, 1) = 1" if weight else "TRUE"
            self.panels.append(
                Panel(
                    indicator.indicator_id,
                    indicator.source,
                    indicator.period_by,
                    formula.passing(where),
                    str(indicator.judge),
                    sums,
                    expression.sql(of),
                    is_one,
                )
            )

    def _check_judge(self, indicator: Indicator, scan: Scan) -> None:
        judge = str(indicator.judge)
        if not scan.by_subject:
            expected = "no such key where rows do not name their subject"
            raise _wrong(indicator, "judge", judge, expected)
        if judge not in self._columns[indicator.source]:
            raise _wrong(indicator, "judge", judge, f"a column of {indicator.source}")

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
                scan.aggregate(formula.total(above, where)),
                scan.aggregate(formula.total(below, where)),
                scan.aggregate(formula.total(None, where)),
                "NULL",
            )
        )
        over = "" if indicator.kind == "count" else f" ÷ {formula.said(below)}"
        text = f"{'N − ' if indicator.complement else ''}{formula.said(above)}{over}"
        self.formulas[indicator.indicator_id] = formula.worded(text, where)

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
        total = scan.aggregate(formula.total(above, where))
        scan.parts.append(
            Part(indicator.indicator_id, indicator.period_by, total, "0", "0", "NULL")
        )
        under = other.aggregate(formula.total(below, theirs))
        count = other.aggregate(formula.total(None, theirs))
        other.parts.append(
            Part(indicator.indicator_id, across.period_by, "0", under, count, "NULL")
        )
        minus = "N − " if indicator.complement else ""
        self.formulas[indicator.indicator_id] = (
            f"{minus}{formula.worded(formula.said(above), where)} ÷ "
            f"{across.source}: {formula.worded(formula.said(below), theirs)}"
        )

    def _scan(self, source: str) -> Scan:
        columns = self._columns[source]
        if SUBJECT in columns:
            grain: tuple[str, ...] = (SUBJECT,)
        else:
            grain = tuple(name for name in FINEST if name in columns)
        has_clock = self._sources[source].clock is not None and set(ORGAN) <= set(grain)
        return self.scans.setdefault(source, Scan(source, grain, has_clock=has_clock))

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
