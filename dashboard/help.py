"""The `?` beside a figure: meaning, numerator over denominator, source, as of."""

from typing import Any

from dashboard import formats, store
from dashboard.i18n import t
from dashboard.markdown import code, plain


def of_indicator(row: Any) -> str:
    """Markdown for a row with the columns of an indicator and its observation."""
    parts = [plain(row.definition)]
    if row.kind == "ratio" and not formats.is_missing(row.numerator):
        parts.append(
            t(
                "help.figures",
                numerator=formats.count(row.numerator),
                denominator=formats.count(row.denominator),
            )
        )
    elif row.kind in ("mean", "quantile", "survival") and not formats.is_missing(
        row.denominator
    ):
        parts.append(t("help.answers", n=formats.count(row.denominator)))
    if row.minimum_n > 1:
        parts.append(t("help.minimum", n=formats.count(row.minimum_n)))
    parts.append(t("help.formula", formula=code(row.formula)))
    source = t("help.source", source=plain(row.source or "—"))
    as_of = t("help.as_of", date=formats.day(store.publication().as_of))
    parts.append(f"{source} · {as_of}")
    if not formats.is_missing(row.reference):
        parts.append(t("help.reference", reference=plain(row.reference)))
    return "\n\n".join(parts)
