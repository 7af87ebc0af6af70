"""What holds for every figure: intervals, words for what is missing, what is public."""

from collections.abc import Iterator, Mapping

from dashboard import formats, store
from dashboard.handbook import limits as limit_words
from dashboard.handbook import worked
from dashboard.handbook.blocks import Block, Formula, Section, Table, Text
from dashboard.i18n import t
from dashboard.markdown import plain

# The Wilson score interval (Wilson 1927).
_WILSON = (
    r"\frac{p + \frac{z^2}{2n} \pm z \sqrt{\frac{p(1-p)}{n} + \frac{z^2}{4n^2}}}"
    r"{1 + \frac{z^2}{n}}, \quad p = \frac{k}{n}, \quad z = 1.96"
)
_STATES = (
    *("withheld", "listed", "no_data", "not_reached", "unknown"),
    *("provisional", "insufficient"),
)


def intervals() -> Section:
    """Intervals of shares and of everything else."""
    return Section("intervals", t("method.intervals"), tuple(_intervals()))


def states(limits: Mapping[str, float], is_ranking: bool) -> Section:
    """The words that stand where a figure is missing."""
    # Only a ranking lists somebody without a place.
    told = [state for state in _STATES if is_ranking or state != "listed"]
    table = Table({
        t("method.word"): [t(f"method.state_{state}") for state in told],
        t("method.means"): [
            limit_words.within(limits, f"method.means_{state}") for state in told
        ],
    })  # fmt: skip
    return Section("states", t("method.states"), (table,))


def disclosure(limits: Mapping[str, float]) -> Section | None:
    """What the public file leaves out; None where nothing is withheld."""
    if "withheld_below" not in limits:
        return None
    words = limit_words.within(limits, "method.disclosure_words")
    return Section("disclosure", t("method.disclosure"), (Text(words),))


def _intervals() -> Iterator[Block]:
    yield Text(t("method.intervals_words"))
    yield Formula(_WILSON)
    yield Text(t("method.intervals_other"))
    for row in store.rows("method_example"):
        yield Text(
            t(
                "method.example",
                subject=plain(row.subject_name),
                period=formats.period(row.period_kind, row.period),
                indicator=plain(row.indicator_name),
                k=formats.count(row.numerator),
                n=formats.count(row.denominator),
                p=formats.number(row.value, 4),
                low=formats.number(row.low, 4),
                high=formats.number(row.high, 4),
                share=formats.share(row.value, row.denominator),
                interval=formats.interval("share", row.low, row.high, row.denominator),
            )
        )
    yield from worked.example("interval")
