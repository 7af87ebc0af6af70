"""How many answered: beside the score on the scorecard, in the ranking and the map."""

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard import template
from dashboard.charts.bounds import bounds
from tests.dashboard import published
from tests.dashboard.conftest import Open, words
from tests.dashboard.plotly_figures import by_plotly

ZJJ, FUYUAN_ZJJ = "department:zjj", "organ:230883/zjj"


def test_a_scorecard_says_who_answered_and_what_the_silent_leave_open(
    world: Path, open_page: Open
) -> None:
    # In the world every fourth case is rated, and the system adds a tenth: 5,733
    # ratings of a quarter are of 22,932 cases, 573 more are defaults.
    said = words(open_page(world, "department", subject=ZJJ)).replace("\\", "")
    assert "25.0% of cases were rated; of all cases, " in said
    assert "Closed 22,932, rated by people 5,733, not rated 17,199." in said
    assert "filled in 573 (9.1% of all ratings)" in said


def test_where_it_is_withheld_no_bounds_are_given(world: Path, open_page: Open) -> None:
    # Three ratings in a quarter: too few to say anything.
    app = open_page(world, "department", subject=FUYUAN_ZJJ)
    said = words(app)
    assert "How many answered: " in said
    assert "no bounds are given" in said


def test_a_workspace_that_does_not_tell_has_no_such_panel(
    tmp_path: Path, open_page: Open
) -> None:
    folder = published.publish(tmp_path)
    for audience in ("public", "internal"):
        with duckdb.connect(str(folder / f"v1-{audience}.duckdb")) as con:
            con.execute("DELETE FROM response")
    said = words(open_page(tmp_path, "department", subject=ZJJ))
    assert "How many answered" not in said
    table = open_page(tmp_path, "ranking").table[0].value
    assert not table["Very satisfied"].str.contains("rated").any()


@pytest.mark.parametrize("kind", ["department", "city"])
def test_the_ranking_tells_it_in_every_row(
    world: Path, open_page: Open, kind: str
) -> None:
    table = open_page(world, "ranking", kind=kind).table[0].value
    cells = table["Very satisfied"].str.replace("\\", "").str.partition("\n")[2]
    assert all(cell.startswith("25.0% of cases rated; ") for cell in cells)
    # Health Commission: 0.96 - 0.008 x 5.36 of the answers, a quarter of the cases.
    assert all(0.15 < float(cell[22:26]) / 100 < 0.25 for cell in cells)


def test_the_gap_in_the_bar_is_what_nobody_can_know() -> None:
    frame = pd.DataFrame(
        {
            "name": ["A"], "lowest": [0.24], "highest": [0.99],
            "words": ["unknown"], "hover": ["A"],
        }
    )  # fmt: skip
    said, silent, unsaid = by_plotly(bounds(frame)).data
    assert (said.x[0], said.marker.color) == (0.24, template.BLUE)
    assert silent.x[0] == pytest.approx(0.75)
    assert unsaid.x[0] == pytest.approx(0.01)
    assert unsaid.marker.color == template.ORANGE
