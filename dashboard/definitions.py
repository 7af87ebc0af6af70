"""What is declared of each indicator, as the method page tells it; made once."""

from dataclasses import dataclass
from typing import Any

from dashboard import formats, scales, store
from dashboard.drawings import drawn_once
from dashboard.i18n import t
from dashboard.markdown import code, plain
from dashboard.records import records

# Said in the names of columns, which no language translates.
_CODE = ("formula", "period_by", "scale_formula")


@dataclass(frozen=True)
class Definition:
    """One indicator. `pillar_name`, `title` and `table` are Markdown, `name` is not."""

    indicator_id: str
    pillar: str
    pillar_name: str
    name: str
    title: str
    table: str


@drawn_once
def definitions(scheme_id: str) -> tuple[Definition, ...]:
    """Every indicator in its order, with weight and goalposts of the scheme."""
    rows = store.fetch("method_indicators", scheme_id=scheme_id)
    return tuple(
        Definition(
            row.indicator_id,
            row.pillar,
            plain(_pillar(row)),
            row.name,
            plain(row.name),
            _table(row),
        )
        for row in records(rows)
    )


def goalposts(row: Any) -> dict[str, str]:
    """Weight, worst, best and target of a row in words; what is not set is left out."""
    if formats.is_missing(row.weight):
        return {"weight": t("method.not_scored")}
    posts = {"weight": formats.share(row.weight)}
    if row.scoring == "goalposts":
        posts["worst"] = formats.value(row.unit, row.worst)
        posts["best"] = formats.value(row.unit, row.best)
    if not formats.is_missing(row.target):
        posts["target"] = formats.value(row.unit, row.target)
    return posts


def _pillar(row: Any) -> str:
    """Its name in the scheme; outside of it the known words, else what the id says."""
    if not formats.is_missing(row.pillar_name):
        return str(row.pillar_name)
    key = f"pillar.{row.pillar}"
    known = t(key)
    return known if known != key else str(row.pillar).replace("_", " ").capitalize()


def _table(row: Any) -> str:
    """A line for each thing declared; one text, as thirty table elements are slow."""
    has_source = not formats.is_missing(row.source_name)
    lines = {
        "definition": row.definition,
        "formula": row.formula,
        "kind": t(f"method.kind_{row.kind}"),
        "unit": t(f"method.unit_{row.unit}"),
        "direction": _direction(row.higher_is_better),
        # With a minimum of one nothing is ever withheld.
        "minimum": t("method.minimum_words", n=formats.count(row.minimum_n))
        if row.minimum_n > 1
        else None,
        "source": row.source_name if has_source else row.source,
        "period_by": row.period_by,
        "reference": row.reference,
        **goalposts(row),
        **({} if formats.is_missing(row.weight) else _scale(row)),
    }
    told = [
        f"| {t(f'method.{name}')} | {code(text) if name in _CODE else plain(text)} |"
        for name, text in lines.items()
        if not formats.is_missing(text)
    ]
    head = f"| {t('method.field')} | {t('method.says')} |"
    return "\n".join([head, "|---|---|", *told])


def _scale(row: Any) -> dict[str, str]:
    return {"scale": scales.words(row), "scale_formula": scales.formula(row)}


def _direction(higher_is_better: object) -> str:
    if formats.is_missing(higher_is_better):
        return t("method.neither")
    return t("method.higher") if higher_is_better else t("method.lower")
