"""How firm places are: likely places of scorecards, weights drawn again, lifts."""

from collections.abc import Iterator, Mapping

from dashboard import formats
from dashboard.handbook import worked
from dashboard.handbook.blocks import Block, Section, Text
from dashboard.i18n import t


def section(limits: Mapping[str, float]) -> Section | None:
    """None in a publication that tried no places."""
    if "sensitivity_draws" not in limits:
        return None
    return Section("firmness", t("method.firmness"), tuple(_blocks(limits)))


def _blocks(limits: Mapping[str, float]) -> Iterator[Block]:
    yield Text(t("method.place_words"))
    yield from worked.example("place")
    yield Text(
        t(
            "method.firmness_words",
            spread=formats.share(limits["sensitivity_spread"], 0),
            draws=formats.count(limits["sensitivity_draws"]),
            seed=f"{limits['sensitivity_seed']:.0f}",
        )
    )
    longest = formats.count(limits["lift_longest"])
    yield Text(t("method.lift_words", longest=longest))
