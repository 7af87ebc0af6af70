"""The period being looked at: chosen once, kept across pages, part of the address."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard import choice, edition_chip, formats, session, store
from dashboard.drawings import drawn_once
from dashboard.i18n import t
from dashboard.records import records
from dashboard.session import Period


@dataclass(frozen=True)
class PublishedPeriod:
    """A period that has observations."""

    kind: str
    start: date
    end: date
    is_complete: bool
    is_provisional: bool
    previous: date | None
    # Whether the period before is whole, so that a change since then means something.
    is_compared: bool

    @property
    def asked(self) -> dict[str, store.Value]:
        """How questions name it."""
        return {"period_kind": self.kind, "period": self.start}

    @property
    def words(self) -> str:
        """ "Q3 2026", with what is not final said so."""
        name = formats.period(self.kind, self.start)
        if not self.is_provisional:
            return name
        return t("period.provisional", period=name)

    @property
    def no_change(self) -> str:
        """Why a figure of this period has no change beside it."""
        if self.previous is None:
            return t("tile.no_earlier_period")
        return t("tile.no_change" if self.is_compared else "tile.earlier_incomplete")


def pick(kinds: tuple[str, ...] = ("quarter", "month")) -> PublishedPeriod | None:
    """Draw the picker, and of which edition the period is.

    None and a sentence when nothing is published for any period.
    """
    periods, default = _published(kinds)
    if not periods:
        st.info(t("period.none"))
        return None
    chosen = choice.one(
        session.PERIOD,
        t("period.label"),
        list(periods),
        default=default,
        words=lambda option: periods[option].words,
        width=200,
    )
    edition_chip.draw(periods[chosen].kind, periods[chosen].start)
    return periods[chosen]


@drawn_once
def _published(kinds: tuple[str, ...]) -> tuple[dict[str, PublishedPeriod], str]:
    """The periods by how links name them, and the one where a reader starts."""
    rows = store.fetch("periods", kinds=list(kinds))
    periods = {
        str(Period(row.period_kind, row.period.date())): PublishedPeriod(
            row.period_kind,
            row.period.date(),
            row.period_end.date(),
            bool(row.is_complete),
            bool(row.is_provisional),
            row.previous_period.date()
            if row.previous_period == row.previous_period
            else None,
            bool(row.is_compared),
        )
        for row in records(rows)
    }
    latest = [
        name for name, known in zip(periods, rows.is_latest, strict=True) if known
    ]
    return periods, (latest or list(periods) or [""])[0]
