"""Editions on pages: said beside the period, opened by a link, and left again."""

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.accounts.principal import Role, Scope
from tests.dashboard import published, world
from tests.dashboard.conftest import Open, as_role, turn_to, words

FIRST, SECOND = "2026Q3-1", "2026Q3-2"
QUARTER = "quarter:2026-07-01"
# What the province scored in each; nothing else tells the files apart.
SCORES = {FIRST: 11.1, SECOND: 22.2, "": 33.3}
NOTE = {"zh": f"更正：{world.HOSTILE}", "en": f"Late cases {world.HOSTILE}"}


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented world with two editions of the third quarter, and other figures."""
    workspace = tmp_path_factory.mktemp("editions")
    published.publish(workspace)
    for edition in (FIRST, SECOND):
        folder = workspace / "editions" / edition
        folder.mkdir(parents=True)
        for audience in ("public", "internal"):
            file = folder / f"{audience}.duckdb"
            shutil.copy(workspace / "published" / f"v1-{audience}.duckdb", file)
            tell(file, edition, 0)
    for audience in ("public", "internal"):
        tell(workspace / "published" / f"v1-{audience}.duckdb", "", 12)
    return workspace


def tell(file: Path, edition: str, changed: int) -> None:
    """What a file says of the editions up to one; '' is what is published now."""
    with duckdb.connect(str(file)) as con:
        for number, name in enumerate((FIRST, SECOND), 1):
            is_latest = name == (edition or SECOND)
            con.execute(
                "INSERT INTO edition VALUES (?, 'quarter', '2026-07-01', ?, "
                "'2026-11-19 23:00:00', '2026-11-20', '2026-10-31', ?, 'v', 'i', 's', "
                "'w', 'c', ?, ?)",
                [
                    *(name, number, NOTE if number > 1 else None, is_latest),
                    changed if is_latest else None,
                ],
            )
            if name == edition:
                break
        if edition != FIRST:
            for subject, indicator, figure, before, after in (
                ("all", None, "score", 11.1, 22.2),
                ("department:zjj", "on_time_rate", "value", 0.98, 0.9712),
                ("city:230100", None, "ranking", 2, None),
            ):
                con.execute(
                    "INSERT INTO edition_change VALUES (?, ?, ?, ?, ?, ?)",
                    [SECOND, indicator, subject, figure, before, after],
                )
        con.execute(
            "UPDATE scorecard SET score = ? WHERE subject_id IN "
            "('all', 'department:zjj') AND period_kind = 'quarter'",
            [SCORES[edition]],
        )
        if edition == FIRST:
            con.execute(
                "UPDATE observation SET value = 0.123 WHERE indicator_id = "
                "'on_time_rate' AND subject_id = 'department:zjj'"
            )


def headline(app: AppTest) -> str:
    return str(app.subheader[0].value)


def test_a_link_shows_the_edition_and_says_so(editions: Path, open_page: Open) -> None:
    app = open_page(editions, edition=FIRST)
    assert "11.1" in headline(app)
    assert "You are looking at **Q3 2026, edition 1**" in words(app)
    assert "frozen on 2026-11-20 with data as of 2026-10-31" in words(app)
    assert "edition 2 has followed" in words(app)
    app = open_page(editions, edition=SECOND)
    assert "22.2" in headline(app)
    assert "has followed" not in words(app)
    assert "33.3" in headline(open_page(editions))


def test_the_way_back_leads_to_what_is_published_now(
    editions: Path, open_page: Open
) -> None:
    app = open_page(editions, edition=FIRST)
    (back,) = (b for b in app.button if b.label == "Back to the data of today")
    back.click().run()
    assert "33.3" in headline(app)
    assert "You are looking at" not in words(app)
    assert "edition" not in app.query_params


def test_an_edition_stays_from_page_to_page(editions: Path, open_page: Open) -> None:
    app = open_page(editions, edition=FIRST, subject="department:zjj")
    turn_to(app, "department")
    assert "11.1" in headline(app)
    assert "You are looking at" in words(app)
    assert app.query_params["edition"] == FIRST


def test_an_edition_has_its_quarter_and_its_months_only(
    editions: Path, open_page: Open
) -> None:
    app = open_page(editions, edition=FIRST, period="quarter:2026-04-01")
    (picker,) = (s for s in app.selectbox if s.label == "Period")
    assert picker.options == [
        "Q3 2026",
        "September 2026",
        "August 2026",
        "July 2026",
    ]
    assert picker.value == QUARTER


@pytest.mark.parametrize(
    "name",
    [
        "2026Q3-9",
        "../published",
        "2026Q3-1/../2026Q3-1",
        ".new-2026Q3-3",
        "2026Q3-01",
        "<b>x</b>",
    ],
)
def test_a_link_to_no_edition_says_so_and_shows_what_is_published(
    editions: Path, open_page: Open, name: str
) -> None:
    (editions / "editions/.new-2026Q3-3").mkdir(exist_ok=True)
    app = open_page(editions, edition=name)
    assert "33.3" in headline(app)
    (warning,) = app.warning
    assert "There is no edition called" in warning.value
    assert "<b>" not in warning.value


def test_beside_the_period_stands_its_edition(editions: Path, open_page: Open) -> None:
    app = open_page(editions, period=QUARTER)
    assert "**Q3 2026, edition 2**, frozen on 2026-11-20" in words(app)
    assert "12 figures have changed since edition 2" in words(app)
    assert "Note: Late cases" in words(app)
    assert "<b>y</b>" not in words(app)
    offered = [b.label for b in app.button if b.label.startswith("See")]
    assert offered == ["See edition 2", "See edition 1"]
    (first,) = (b for b in app.button if b.label == "See edition 1")
    first.click().run()
    assert "11.1" in headline(app)
    assert app.query_params["edition"] == FIRST


def test_a_period_that_is_not_frozen_says_nothing(
    editions: Path, open_page: Open
) -> None:
    app = open_page(editions, period="quarter:2026-04-01")
    assert "edition" not in words(app)


def test_the_public_reads_the_public_file_of_an_edition(
    editions: Path, open_page: Open, tmp_path: Path
) -> None:
    copy = tmp_path / "outside"
    shutil.copytree(editions, copy)
    for internal in copy.rglob("*internal.duckdb"):
        internal.unlink()
    app = open_page(copy, "ranking", audience="public", edition=FIRST)
    assert "You are looking at **Q3 2026, edition 1**" in words(app)
    assert not app.exception
    assert not app.warning


def test_a_limited_reader_sees_no_more_of_an_edition(
    editions: Path, open_page: Open
) -> None:
    harbin = as_role(Role.LEADER, scope=Scope(cities=frozenset({"230100"})))
    app = open_page(
        editions, "department", principal=harbin, edition=FIRST,
        subject="department:zjj",
    )  # fmt: skip
    assert "You are looking at" in words(app)
    assert "11.1" not in words(app)
    assert "住房" not in headline(app)


def test_the_method_page_lists_editions_and_what_they_corrected(
    editions: Path, open_page: Open
) -> None:
    app = open_page(editions, "method")
    tables = [table.value for table in app.table]
    (listed,) = (t for t in tables if "Frozen on" in t.columns)
    assert listed["Edition"].tolist() == ["Q3 2026, edition 2", "Q3 2026, edition 1"]
    assert listed["Against the data of today"].tolist() == [
        "12 figures have changed since edition 2.",
        "Corrected by edition 2.",
    ]
    (changes,) = (t for t in tables if "Before" in t.columns)
    assert changes.values.tolist() == [
        ["All", "Overall score", "11.10", "22.20"],
        ["Harbin", "Place in the satisfaction ranking", "2", "nothing to measure"],
        ["Housing and Construction", "Closed on time", r"98\.00%", r"97\.12%"],
    ]


def test_a_download_within_an_edition_is_of_the_edition(
    editions: Path,
    open_page: Open,
    monkeypatch: pytest.MonkeyPatch,
    sqlite_store: str,
) -> None:
    found: dict[str, Callable[[], bytes]] = {}

    def button(_label: str, data: Callable[[], bytes], **how: Any) -> bool:
        found[how["file_name"]] = data
        return False

    monkeypatch.setattr(st, "download_button", button)
    open_page(
        editions, "department", subject="department:zjj", period=QUARTER, edition=FIRST
    )
    (build,) = found.values()
    rows = csv.DictReader(io.StringIO(build().decode("utf-8-sig")))
    assert "0.123" in [cell for row in rows for cell in row.values()]
