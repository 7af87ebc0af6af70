"""Overview, department and city: the figures a leader reads, and the missing ones."""

import json
import re
from pathlib import Path

import duckdb
import pytest

from tests.dashboard import published
from tests.dashboard import world as invented
from tests.dashboard.conftest import Open, words

ZJJ = "department:zjj"


def test_the_overview_has_the_composite_and_the_headline_tiles(
    world: Path, open_page: Open
) -> None:
    app = open_page(world)
    tiles = [tile.label for tile in app.metric]
    assert tiles == [
        "Composite score",
        "Very satisfied",
        "Closed on time",
        r"Bad ratings per 10,000",
        "Open and overdue",
    ]


def test_tiles_show_the_published_values(world: Path, open_page: Open) -> None:
    # Of the world's rules for Q3 (season 0.3 * (7*7 % 5 - 2) = 0.6) and the middle
    # place 3 + 4: 7 * 0.8 + 0.6 = 6.2 steps down.
    # Very satisfied: 0.96 - 6.2 * 0.008 = 0.9104.
    # On time: 0.9997 - 6.2 * 0.006 = 0.9625, a hair below in binary.
    # Bad ratings: 2.0 + 6.2 * 0.6 = 5.72. Overdue: 3 + 6.2 * 6 = 40.2, published 40.
    values = [tile.value.replace("\\", "") for tile in open_page(world).metric]
    assert values[1:] == ["91.0%", "96.2%", "5.7", "40"]


def test_who_is_never_ranked_neither_leads_nor_comes_last(
    world: Path, open_page: Open
) -> None:
    # By score the tax authority would be last; it answers to the centre.
    said = words(open_page(world, period="quarter:2026-04-01"))
    assert "**Public Security leads, " in said
    assert "Taxation comes last" not in said


def test_attention_names_the_matter_and_links_to_the_scorecard(
    world: Path, open_page: Open
) -> None:
    app = open_page(world)
    assert "Closed on time fell to 94" in words(app)
    links = [link.proto.label for link in app.get("page_link")]
    assert links[:3] == [
        "Housing and Construction",
        "Harbin Housing and Construction",
        "Qiqihar",
    ]


def test_a_hostile_name_reaches_no_markdown_unescaped(
    world: Path, open_page: Open
) -> None:
    for page, subject in (("overview", ""), ("department", "department:fgw")):
        app = open_page(world, page, subject=subject)
        shown = words(app) + "".join(link.proto.label for link in app.get("page_link"))
        assert r"\*\*x\*\*" in shown
        assert "**x**" not in shown
        assert "<b>y" not in shown


def test_a_quarter_that_is_not_over_says_provisional(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "department", subject=ZJJ, period="quarter:2026-10-01")
    assert any("provisional" in badge.value for badge in app.markdown)


def test_a_withheld_organ_has_words_instead_of_figures(
    world: Path, open_page: Open
) -> None:
    # Fuyuan's departments have three ratings a quarter: too few to show.
    app = open_page(world, "department", subject="organ:230883/gaj")
    table = app.dataframe[0].value.set_index("name")
    assert table.loc["Very satisfied", "value"] == "too few to show"
    assert table.loc["Online centre coverage", "value"] == "nothing to measure"
    assert "needs 70%" in words(app)


def test_the_indicator_table_has_value_n_interval_target_score_and_change(
    world: Path, open_page: Open
) -> None:
    # Harbin (place 0), Public Security (place 0), Q3: 0.6 steps down, Q2: 0 steps
    # (4*7 % 5 - 2 = 1 -> 0.3 steps).
    app = open_page(world, "department", subject="organ:230100/gaj")
    (table,) = (each.value for each in app.dataframe if "target" in each.value)
    row = table.set_index("name").loc["Very satisfied"]
    assert row["value"] == "95.5%"  # 0.96 - 0.6 * 0.008 = 0.9552
    assert row["n"] == 2700
    assert row["target"] == "92.0%"
    assert row["change"] == "−0.2 pp"  # 0.9552 - 0.9576
    assert row["score"] == pytest.approx(88.8)  # (0.9552 - 0.6) / 0.4


def test_an_unranked_department_is_shown_and_not_ranked(
    world: Path, open_page: Open
) -> None:
    assert "not ranked" in words(
        open_page(world, "department", subject="department:swj")
    )


def test_the_falling_department_says_what_changed(world: Path, open_page: Open) -> None:
    shown = words(open_page(world, "department", subject=ZJJ))
    assert "points on the period before: Satisfaction −" in shown


def test_overdue_cases_are_hashed_and_breaches_come_first(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "department", subject=ZJJ)
    assert "5 cases open and overdue, 2 of them past the legal limit" in words(app)
    table = app.dataframe[-1].value
    assert table["case"].str.fullmatch("[0-9a-f]{10}").all()
    assert table["breach"].tolist() == ["past it", "past it", "", "", ""]


def test_a_subject_without_a_scorecard_is_drawn(
    tmp_path: Path, open_page: Open
) -> None:
    folder = published.publish(tmp_path)
    with duckdb.connect(str(folder / "v1-internal.duckdb")) as con:
        con.execute("DELETE FROM scorecard")
        con.execute("DELETE FROM pillar_score")
        con.execute("DELETE FROM score")
    for page in ("overview", "department", "city"):
        app = open_page(tmp_path, page)
        assert not app.exception
        assert not app.warning
    assert "nothing to measure in Q3 2026" in words(app)


def test_a_workspace_without_cities_or_departments_is_drawn(
    tmp_path: Path, open_page: Open
) -> None:
    folder = published.publish(tmp_path)
    with duckdb.connect(str(folder / "v1-internal.duckdb")) as con:
        con.execute("DELETE FROM subject WHERE kind <> 'all'")
    for page in ("overview", "department", "city"):
        app = open_page(tmp_path, page)
        assert not app.exception
        assert not app.warning
    assert "no cities" in words(app)


def test_every_city_opens(world: Path, open_page: Open) -> None:
    for city, *_ in invented.CITIES:
        assert not open_page(world, "city", subject=f"city:{city}").exception


def test_one_scored_month_is_no_course(tmp_path: Path, open_page: Open) -> None:
    folder = published.publish(tmp_path)
    with duckdb.connect(str(folder / "v1-internal.duckdb")) as con:
        con.execute(
            "UPDATE scorecard SET score = NULL "
            "WHERE period_kind = 'month' AND period < DATE '2026-09-01'"
        )
        con.execute(
            "UPDATE period SET is_provisional = TRUE "
            "WHERE period_kind = 'month' AND period = DATE '2026-10-01'"
        )
    assert "Too few periods to see a course yet" in words(open_page(tmp_path))


def test_where_cities_are_more_than_departments_they_stand_in_rows(
    tmp_path: Path, open_page: Open
) -> None:
    folder = published.publish(tmp_path)
    with duckdb.connect(str(folder / "v1-internal.duckdb")) as con:
        con.execute(
            "DELETE FROM subject WHERE kind IN ('department', 'organ') "
            "AND department_id NOT IN ('gaj', 'rsj')"
        )
    chart = open_page(tmp_path).get("vega_lite_chart")[0]
    rows, columns = json.loads(chart.proto.spec)["params"]
    assert list(rows["value"].values())[:2] == ["Harbin", "Qiqihar"]
    assert list(columns["value"].values()) == ["Public Security", "Human Resources"]


def test_a_change_is_told_by_performance_weights_and_mix(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "department", subject="department:zjj")
    told = [each.value for each in app.markdown if "mix" in each.value]
    # The invented world halves every change between performance and mix.
    found = re.search(
        r"([−+][\d.]+) points on the period before: performance ([−+][\d.]+), "
        r"weights and rules 0.0, mix ([−+][\d.]+)",
        told[0],
    )
    assert found, told
    change, performance, mix = (
        float(part.replace("−", "-")) for part in found.groups()
    )
    assert performance == mix == pytest.approx(change / 2, abs=0.06)
    assert change < 0
    app.toggle(key="all_changes").set_value(True).run()
    (table,) = (each.value for each in app.dataframe if "mix" in each.value)
    assert table.points.sum() == pytest.approx(change, abs=0.1)
    largest = table.points.abs()
    assert list(largest) == sorted(largest, reverse=True)


def test_an_organ_has_no_mix(world: Path, open_page: Open) -> None:
    app = open_page(world, "department", subject="organ:230100/zjj")
    (table,) = (each.value for each in app.dataframe if "performance" in each.value)
    assert "mix" not in table
