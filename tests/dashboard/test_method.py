"""The method page: what was declared, as it was published."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from dashboard import i18n, scales, store
from dashboard.audience import Audience
from tests.dashboard import questions
from tests.dashboard.conftest import Open, words
from tests.dashboard.questions import named
from tests.dashboard.world import INDICATORS


def test_every_indicator_is_defined(world: Path, open_page: Open) -> None:
    titles = [each.label for each in open_page(world, "method").expander]
    assert len(titles) == len(INDICATORS) == 12
    assert titles[0] == "Very satisfied"


def test_a_link_to_an_indicator_shows_its_definition_on_top(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "method", indicator="on_time_rate")
    assert app.subheader[0].value == "Closed on time"
    table = app.markdown[1].value
    for line in (
        "| Formula | `count of on_time_rate` |",
        "| Unit | Per cent |",
        "| Direction | Higher is better |",
        "| Smallest number shown | Not shown below 10 |",
        "| Source | Cases |",
        "| Date that places a row in a period | `rated_at` |",
        "| Basis | GB/T 39735 |",
        "| Weight | 25\\.0% |",
        "| Scores 0 at | 80\\.0% |",
        "| Scores 100 at | 100\\.0% |",
        "| Target | 98\\.0% |",
    ):
        assert line in table


def test_without_a_link_no_indicator_stands_on_top(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "method")
    assert app.subheader[0].value == "Satisfaction"


def test_what_the_scheme_does_not_weigh_says_so(world: Path, open_page: Open) -> None:
    app = open_page(world, "method", indicator="median_days")
    assert "| Weight | Not part of the score |" in app.markdown[1].value
    assert "Scores 0 at" not in app.markdown[1].value


def test_the_scheme_has_pillars_bands_and_goalposts(
    world: Path, open_page: Open
) -> None:
    pillars, bands, goals = (t.value for t in open_page(world, "method").table[:3])
    assert list(pillars["Weight"]) == ["35.0%", "35.0%", "30.0%"]
    assert list(bands["Score"]) == [
        "90 or more", "80 to under 90", "60 to under 80", "0 to under 60",
    ]  # fmt: skip
    # Six indicators are weighed; the expert review has no target.
    assert len(goals) == 6
    assert goals["Target"].iloc[5] == ""


def test_the_rules_carry_the_limits_of_the_workspace(
    world: Path, open_page: Open
) -> None:
    assert "from 10 to below 30" in words(open_page(world, "method"))


def test_the_worked_example_is_a_published_observation(
    world: Path, open_page: Open
) -> None:
    # Fuyuan is the city whose 24 ratings are nearest to 400 (the next has 1,440).
    example = words(open_page(world, "method"))
    assert "n = 24" in example
    con_row = store.fetch_for(Audience.PUBLIC, "method_example", language="zh")
    assert float(con_row.denominator.iloc[0]) == 24


def test_a_hostile_name_reaches_no_markdown_unescaped(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "method")
    shown = words(app) + "".join(
        "".join(table.value.astype(str).to_numpy().ravel()) for table in app.table
    )
    assert r"\*\*x\*\*" in shown
    assert "**x**" not in shown
    assert "<b>y" not in shown


def test_where_the_public_may_not_see_the_scheme_the_page_says_so(
    tmp_path: Path, open_page: Open
) -> None:
    questions.publish(tmp_path, {"indicator": [{"name": named("Closed on time")}]})
    app = open_page(tmp_path, "method", audience="public")
    assert not app.exception
    assert "is for internal use" in words(app)


def test_the_scheme_in_force_comes_before_an_older_and_a_coming_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    years = (("2025", 2025), ("2026", 2026), ("2027", 2027))
    questions.publish(
        tmp_path,
        {
            "scheme": [
                {
                    "scheme_id": scheme,
                    "valid_from": f"{year}-01-01",
                    "valid_to": f"{year}-12-31",
                }
                for scheme, year in years
            ],
            "scheme_band": [
                {"scheme_id": "2026", "band": "good", "from_score": 80.0},
                {"scheme_id": "2026", "band": "poor", "from_score": 0.0},
                {"scheme_id": "2025", "band": "fair", "from_score": 50.0},
            ],
        },
    )
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    # Published as of 2026-10-31.
    schemes = store.fetch_for(Audience.PUBLIC, "method_schemes", language="en")
    assert list(schemes.scheme_id) == ["2026", "2027", "2025"]
    # Each scheme's bands end where its own next one begins.
    bands = store.fetch_for(
        Audience.PUBLIC, "method_bands", scheme_id="2026", language="en"
    )
    assert list(bands.band) == ["good", "poor"]
    assert bands.below_score.iloc[1] == 80.0


def test_a_pillar_outside_every_scheme_has_words(
    tmp_path: Path, open_page: Open
) -> None:
    questions.publish(
        tmp_path,
        {
            "indicator": [
                {"indicator_id": "a", "pillar": "statistics", "position": 1,
                 "kind": "ratio", "unit": "share"},
                {"indicator_id": "b", "pillar": "citizen_outcome", "position": 2,
                 "kind": "ratio", "unit": "share"},
            ],
        },
    )  # fmt: skip
    titles = [each.value for each in open_page(tmp_path, "method").subheader]
    assert titles == ["Statistics", r"Citizen outcome"]


def test_without_a_ranking_its_rules_are_not_told(
    tmp_path: Path, open_page: Open
) -> None:
    questions.publish(tmp_path, {})
    app = open_page(tmp_path, "method")
    assert "Rules of the satisfaction ranking" not in [
        each.value for each in app.header
    ]
    assert not any("Listed" in str(each.value.to_dict()) for each in app.table)


def test_with_a_ranking_its_rules_are_told(world: Path, open_page: Open) -> None:
    app = open_page(world, "method")
    assert "Rules of the satisfaction ranking" in [each.value for each in app.header]


def test_bonus_veto_and_quotas_are_told_in_sentences(
    world: Path, open_page: Open
) -> None:
    said = words(open_page(world, "method")).replace("\\", "")
    assert "For each case in 10,000 of Bad ratings per 10,000 below 3.0" in said
    assert "0.5 points more, 2 at most." in said
    assert "With Open and overdue above 30, the band is at best Fair." in said
    assert "All bonuses together are 5 points at most." in said
    assert "fractions are dropped" in said


ROW = {
    "unit": "share", "rises": True, "worst": None, "best": None, "target": None,
    "loss": None, "least": None, "most": None, "middle": None, "spread": None,
    "steps_at": [], "steps_points": [],
}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "sentence", "formula"),
    [
        ({"scoring": "goalposts", "worst": 0.7, "best": 0.98},
         "0 at 70.0%, 100 at 98.0%, a straight line between",
         "100 * (x - 0.7) / (0.98 - 0.7), 0 .. 100"),
        ({"scoring": "target_clamp", "target": 0.98, "loss": 200.0, "least": 50.0},
         "100 from 98.0% on; 2 points off for each percentage point below, "
         "never less than 50",
         "max(50, 100 - 200 * max(0, 0.98 - x))"),
        ({"scoring": "target_clamp", "unit": "days", "rises": False, "target": 5.0,
          "loss": 10.0, "least": 0.0},
         "100 up to 5 days; 10 points off for each day above, never less than 0",
         "max(0, 100 - 10 * max(0, x - 5))"),
        ({"scoring": "steps", "steps_at": [0.95, 0.99], "steps_points": [50.0, 75.0],
          "least": 0.0},
         "Steps: 50 from 95.0% on, 75 from 99.0% on; else 0",
         "75 if x >= 0.99; 50 if x >= 0.95; else 0"),
        ({"scoring": "min_max", "rises": False, "least": 1.0, "most": 100.0},
         "1 for the worst of the peers in the period and 100 for the best, "
         "a straight line between (it moves when others move)",
         "1 + 99 * (max - x) / (max - min)"),
        ({"scoring": "z", "middle": 50.0, "spread": 10.0},
         "50 at the mean of the peers in the period, 10 points for each standard "
         "deviation, within 0 to 100",
         "50 + 10 * (x - mean) / sd, 0 .. 100"),
    ],
)  # fmt: skip
def test_every_scale_is_told_in_words_and_as_a_formula(
    row: dict[str, object], sentence: str, formula: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "en")
    declared = SimpleNamespace(**{**ROW, **row})
    assert scales.words(declared) == sentence
    assert scales.formula(declared) == formula


def test_a_published_place_is_followed_as_an_example(
    tmp_path: Path, open_page: Open
) -> None:
    quarter = {"period_kind": "quarter", "period": "2026-07-01", "kind": "city"}
    placed = {**quarter, "state": "ranked", "order_by": "npmle", "peers": 2}
    questions.publish(
        tmp_path,
        {
            "publication": [
                {"latest_period": "2026-07-01", "ranking_indicator": "satisfied_rate"}
            ],
            "subject": [
                {"subject_id": "city:a", "kind": "city", "name": named("*A*")},
                {"subject_id": "city:b", "kind": "city", "name": named("B")},
            ],
            # A has the better plain share, of few; B the better place.
            "satisfaction_ranking": [
                {"subject_id": "city:a", "n": 40.0, "share": 0.975, "adjusted": 0.9312,
                 "rank": 2, "rank_low": 1, "rank_high": 2, "set_low": 1, "set_high": 2,
                 **placed},
                {"subject_id": "city:b", "n": 900.0, "share": 0.95, "adjusted": 0.949,
                 "rank": 1, "rank_low": 1, "rank_high": 2, "set_low": 1, "set_high": 2,
                 **placed},
            ],
        },
    )  # fmt: skip
    said = words(open_page(tmp_path, "method")).replace("\\", "")
    assert (
        "*A*, Q3 2026. 39 of 40 ratings were satisfied, 97.50%; by the plain share "
        "that would be place 1 of 2. Drawn towards the 2 ranked together it becomes "
        "93.12%, and so **place 2, likely between 1 and 2**."
    ) in said
