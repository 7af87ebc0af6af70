"""Assessors: their severity, and how far they agree."""

from collections.abc import Mapping

from dashboard import formats, store
from dashboard.handbook.blocks import Formula, Section, Text
from dashboard.i18n import t

_MODEL = (
    r"x_{ij} = \mu + \theta_i + \beta_j + \varepsilon_{ij}, \quad \sum_j \beta_j = 0"
)


def section(limits: Mapping[str, float]) -> Section | None:
    """None where nothing is assessed.

    There is no example: the method is public, and who judged whom is not.
    """
    indicators = store.fetch("method_indicators", scheme_id="")
    if not (indicators.source == "assessments").any():
        return None
    limit = formats.number(limits.get("reliable_from", 0.5), 2)
    return Section(
        "assessors",
        t("method.assessors"),
        (
            Text(t("method.assessors_words")),
            Formula(_MODEL),
            Text(t("method.assessors_agree", limit=limit)),
        ),
    )
