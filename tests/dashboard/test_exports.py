"""Tables taken away as files: by right, as far as one may see, and noted."""

import asyncio
import csv
import gc
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from sqlalchemy import select

import streamlit_app
from dashboard import exports
from dashboard.accounts import here
from dashboard.accounts.principal import NOBODY, Role, Scope
from dashboard.accounts.rights import NotAllowed, Right
from dashboard.database import engine
from dashboard.database.models.audit import AuditEntry
from tests.dashboard.conftest import Open, as_role

ZJJ = "department:zjj"
GAJ = Scope(departments=frozenset({"gaj"}))
OWN_DOWNLOADS_OFF = "client.disableDataExport"
FILE = "scorecard-department-zjj-quarter-2026-07-01.csv"


@pytest.fixture
def offered(
    monkeypatch: pytest.MonkeyPatch, sqlite_store: str
) -> dict[str, Callable[[], bytes]]:
    """Every download a page offers, by the name of its file."""
    found: dict[str, Callable[[], bytes]] = {}

    def button(_label: str, data: Callable[[], bytes], **how: Any) -> bool:
        found[how["file_name"]] = data
        return False

    monkeypatch.setattr(st, "download_button", button)
    return found


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def noted() -> list[tuple[str, str]]:
    with engine.reading() as session:
        found = session.scalars(select(AuditEntry).filter_by(action="export"))
        return [(entry.account_name, entry.target) for entry in found]


def test_the_table_of_a_scorecard_comes_with_its_figures_and_is_noted(
    world: Path, open_page: Open, offered: dict[str, Callable[[], bytes]]
) -> None:
    open_page(world, "department", subject=ZJJ, period="quarter:2026-07-01")
    assert noted() == []  # offered is not taken
    told = rows(offered[FILE]())
    (on_time,) = [row for row in told if row["Indicator"] == "Closed on time"]
    # What the page shows rounded is here as it was published.
    assert on_time["State"] == "measured"
    share = float(on_time["Numerator"]) / float(on_time["Denominator (n)"])
    assert abs(float(on_time["Value"]) - share) < 0.001
    assert float(on_time["Interval from"]) < share < float(on_time["Interval to"])
    assert noted() == [("The leader", FILE)]


def test_who_reads_is_asked_when_the_button_is_pressed(
    offered: dict[str, Callable[[], bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = [as_role(Role.LEADER, scope=GAJ)]
    monkeypatch.setattr(here, "later", lambda: lambda: reader[0])
    exports.offer_csv(
        "Download", "a.csv", Right.SEE_SCORECARDS, lambda seen: str(seen).encode()
    )
    assert offered["a.csv"]() == b"internal (['gaj'], []) None"
    # Signed out since the page was drawn.
    reader[0] = NOBODY
    with pytest.raises(NotAllowed):
        offered["a.csv"]()
    assert noted() == [("The leader", "a.csv")]


@pytest.mark.parametrize(("audience", "is_off"), [("", True), ("public", False)])
def test_downloads_nobody_notes_are_off_where_people_sign_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, audience: str, is_off: bool
) -> None:
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", audience)

    async def start() -> None:
        async with streamlit_app.lifespan(streamlit_app.app):
            assert st.get_option(OWN_DOWNLOADS_OFF) is is_off

    try:
        asyncio.run(start())
    finally:
        st.set_option(OWN_DOWNLOADS_OFF, False)
        gc.unfreeze()
