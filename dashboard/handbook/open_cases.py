"""Cases that are late and cases that are still open, with published examples."""

from collections.abc import Iterator

from dashboard import formats, store
from dashboard.handbook import worked
from dashboard.handbook.blocks import Block, Formula, Section, Text
from dashboard.i18n import t
from dashboard.markdown import plain

# The product-limit estimate (Kaplan and Meier 1958).
_SURVIVING = r"S(t) = \prod_{s \le t} \left(1 - \frac{d_s}{n_s}\right)"


def on_time() -> Section | None:
    """How a share on time counts; None where the publication follows none."""
    told = worked.example("on_time")
    if not told:
        return None
    return Section(
        "on-time", t("method.on_time"), (Text(t("method.on_time_words")), *told)
    )


def section() -> Section | None:
    """How long cases take; None where no indicator counts open cases."""
    indicators = store.fetch("method_indicators", scheme_id="")
    if not (indicators.kind == "survival").any():
        return None
    return Section("open-cases", t("method.open_cases"), tuple(_blocks()))


def _blocks() -> Iterator[Block]:
    yield Text(t("method.open_cases_words"))
    yield Formula(_SURVIVING)
    yield Text(t("method.open_cases_formula"))
    for row in store.rows("method_open_cases"):
        yield Text(
            t(
                "method.open_cases_example",
                subject=plain(row.subject_name),
                period=formats.period(row.period_kind, row.period),
                closed_n=formats.count(row.closed_n),
                closed_value=formats.value("days", row.closed_value),
                accepted_n=formats.count(row.accepted_n),
                accepted_value=formats.value("days", row.accepted_value),
            )
        )
    yield Text(t("method.backlog_words"))
