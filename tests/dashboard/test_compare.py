"""The compare page: side by side, and no difference claimed that intervals deny."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from dashboard import comparison_table, store
from dashboard.audience import Audience
from dashboard.comparison import Comparison
from tests.dashboard import published, questions
from tests.dashboard.conftest import Open, words
from tests.dashboard.questions import named

QUARTER: dict[str, Any] = {"period_kind": "quarter", "period": date(2026, 7, 1)}
Ask = Callable[..., pd.DataFrame]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    def seen(subject: str, low: float | None, high: float | None) -> dict[str, Any]:
        # As an official share is published: one row, which tells of forty.
        return {
            "indicator_id": "rate", "subject_id": subject, **QUARTER, "state": "ok",
            "value": 0.5, "n": 1.0, "denominator": 40.0, "low": low, "high": high,
        }  # fmt: skip

    questions.publish(
        tmp_path,
        {
            "indicator": [
                {
                    "indicator_id": "rate",
                    "position": 1,
                    "unit": "share",
                    "higher_is_better": True,
                    "name": named("Rate"),
                },
                # None of the subjects has it, so it has no line.
                {"indicator_id": "never_measured", "position": 2},
            ],
            "subject": [
                {"subject_id": name}
                for name in ("above", "first", "touches", "below", "bare", "silent")
            ],
            "observation": [
                seen("first", 0.40, 0.60),
                seen("above", 0.61, 0.80),
                # Shares just its end with the first: they overlap.
                seen("touches", 0.60, 0.70),
                seen("below", 0.20, 0.39),
                seen("bare", None, None),
                # Another quarter is another matter.
                {**seen("silent", 0.9, 0.99), "period": date(2026, 4, 1)},
            ],
        },
    )
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))

    def asked(*subjects: str) -> pd.DataFrame:
        return store.fetch_for(
            Audience.INTERNAL,
            "compare_indicators",
            subjects=list(subjects),
            language="en",
            **QUARTER,
        )

    return asked


def by_indicator(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index(table.columns[0])


def test_a_difference_is_told_only_where_intervals_do_not_overlap(ask: Ask) -> None:
    rows = ask("first", "above", "touches", "below", "bare", "silent")
    told = dict(zip(rows.subject_id, rows.difference, strict=True))
    assert told["above"] == "higher"
    assert told["touches"] == "none"
    assert told["below"] == "lower"
    # Without an interval nothing is said, nor of the first against itself.
    assert [pd.isna(told[name]) for name in ("bare", "silent", "first")] == [True] * 3


def test_the_first_chosen_is_the_measure(ask: Ask) -> None:
    rows = ask("above", "first")
    assert list(rows.subject_id) == ["above", "first"]
    assert rows.difference.iloc[1] == "lower"


def test_who_did_not_report_is_unknown_and_what_nobody_has_is_left_out(
    ask: Ask,
) -> None:
    rows = ask("first", "silent")
    assert list(rows.indicator_id.unique()) == ["rate"]
    assert list(rows.state) == ["ok", "unknown"]


def test_the_link_chooses_the_subjects_in_its_order(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "compare", kind="city", subjects="city:230200,city:230100")
    assert [tile.label for tile in app.metric] == ["Qiqihar", "Harbin"]
    table = by_indicator(app.table[0].value)
    assert list(table.columns) == [r"1\. Qiqihar", r"2\. Harbin"]


def test_every_share_has_its_interval_and_n(ask: Ask) -> None:
    ask("first")
    comparison = Comparison(("first", "above"), ("First", "Above"), **QUARTER)
    told = by_indicator(comparison_table.table(comparison))
    assert told["1\\. First"]["Rate"].replace("\\", "") == "50%（40%–60%） · n = 40"
    assert told["2\\. Above"]["Rate"].endswith("**更好**")


def test_fewer_than_two_is_asked_to_choose(world: Path, open_page: Open) -> None:
    app = open_page(world, "compare", kind="city", subjects="city:230100")
    assert "Choose 2 to 6" in words(app)
    assert not app.table


def test_a_withheld_value_is_a_word(world: Path, open_page: Open) -> None:
    # Fuyuan's departments have three ratings in the quarter.
    app = open_page(
        world,
        "compare",
        kind="organ",
        subjects="organ:230100/gaj,organ:230883/gaj",
    )
    table = by_indicator(app.table[0].value)
    assert table.iloc[:, 1]["Very satisfied"] == "too few to show"


def test_before_anything_is_measured_there_is_a_sentence(
    empty_world: Path, open_page: Open
) -> None:
    assert "no period yet" in words(open_page(empty_world, "compare"))


def test_a_hostile_name_reaches_no_markdown_unescaped(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "compare", subjects="department:gaj,department:fgw")
    shown = words(app) + "".join(map(str, app.table[0].value.columns))
    assert r"\*\*x\*\*" in shown
    assert "**x**" not in shown
    assert "<b>y" not in shown


def test_a_missing_pillar_says_what_its_indicators_say(
    world: Path, open_page: Open
) -> None:
    # Three ratings and cases in the quarter, but assessors did look at it. Fuyuan is
    # the fifth after the first: 5 * 0.8 + 0.6 (season) = 4.6 steps down. Routine
    # 95 - 6.9 = 88.1 scores 76.2, experts 93 - 4.6 = 88.4 score 76.8; two to one.
    app = open_page(
        world,
        "compare",
        kind="organ",
        subjects="organ:230100/gaj,organ:230883/gaj",
    )
    told = by_indicator(app.table[0].value).iloc[:, 1]
    assert told["Satisfaction"] == told["Timeliness"] == "too few to show"
    assert told["Assessment"] == "76.4"


def test_a_month_that_is_not_over_is_not_the_latest(
    tmp_path: Path, open_page: Open
) -> None:
    folder = published.publish(tmp_path)
    file = str(folder / "v1-internal.duckdb")
    with duckdb.connect(file) as con:
        con.execute(
            "UPDATE observation SET state = 'provisional' "
            "WHERE period_kind = 'month' AND period = DATE '2026-10-01'"
        )
    assert "2026\\-09: Public Security" in words(open_page(tmp_path, "compare"))
