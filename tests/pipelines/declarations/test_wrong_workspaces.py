"""Wrong settings, indicators, schemes and reference tables exit 2 and say why."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipelines.declarations.declared import INDICATOR, SCHEME, declared, spoilt
from tests.pipelines.worlds import PROJECT

IND, S, W = "indicators/satisfied_rate.toml", "schemes/2026.toml", "workspace.toml"
CITIES, CALENDAR = "reference/cities.csv", "reference/calendar.csv"

ADJUSTED = """\
[[adjustments]]
adjustment = "bad"
name = { zh = "差", en = "Bad" }
kind = "veto"
indicator = "satisfied_rate"
below = 0.5
ceiling = "best"

[[bands]]"""
# File, what stands in it, what is put in its place, and the sentence.
ROWS = [
    (IND, '"ratings"', '"rating"', "source is 'rating'. Expected: one of "
        "['case_pauses', 'cases', 'ratings', 'visits']."),
    (IND, '"ratings"', '"visits"', "source is 'visits'. Expected: a source that says "
        "who: a column subject_id, or city_id and department_id."),
    (IND, '"ratio"', '"rate"', "kind is 'rate'. "
        "Expected: 'ratio', 'mean', 'quantile', 'survival' or 'count'."),
    (IND, "level >= 4", "tags >= rated_on", "numerator is 'tags >= rated_on'. "
        "Expected: something that can be computed: Binder Error: Cannot compare "
        "values of type VARCHAR and type DATE - an explicit cast is required."),
    (IND, "level >= 4", "stars >= 4", "numerator is 'stars >= 4'. Expected: columns of "
        "the source (as_of, case_id, channel, city_id, department_id, is_active, "
        "is_first, item_id, level, rated_on, tags); stars is not one."),
    (IND, '"rated_on"', '"level"', "period_by is 'level'. "
        "Expected: a date column of ratings: rated_on."),
    (IND, ', en = "Satisfied" }', " }", "name. Expected: a text in en too."),
    (IND, 'numerator = "level >= 4"', "", "numerator. "
        "Expected: this key, which a ratio needs."),
    (IND, ', "internal"', "", "audiences is ['public']. "
        "Expected: audiences that include 'internal': leaders see it all."),
    (IND, "unit ", 'indicator_id = "x"\nunit ', "indicator_id is 'x'. "
        "Expected: no such key: the file's name is the id."),
    ("indicators/On-Time.toml", None, INDICATOR, "indicator_id is 'On-Time'. "
        "Expected: a name of small letters, digits and _."),
    (S, '"satisfied_rate"', '"rate"', "indicator is 'rate'. "
        "Expected: a declared indicator."),
    (S, "best = 1.0", "best = 0.5", "pillars.0.indicators.0.best is 0.5. "
        "Expected: another value than worst; their order gives the direction."),
    (S, "2026-01-01", "2027-01-01", "valid_to is '2026-12-31'. "
        "Expected: a day on or after valid_from, 2027-01-01."),
    (S, "2026-12-31", '"soon"', "valid_to is 'soon'. "
        "Expected: a date such as 2026-01-31."),
    (S, "from_score = 0", "from_score = 10", "bands is [60.0, 10.0]. "
        "Expected: from_score of the best band first, down to one of 0."),
    (S, "worst = 0.5, best = 1.0", 'scoring = "steps"',
        "pillars.0.indicators.0.steps. Expected: this key, which steps needs."),
    (S, "worst = 0.5", "loss = 1, worst = 0.5", "pillars.0.indicators.0.loss is 1.0. "
        "Expected: no such key with goalposts."),
    (S, "worst = 0.5, best = 1.0", 'scoring = "min_max"', "scoring is 'min_max'. "
        "Expected: an indicator that says whether higher is better, and satisfied_rate "
        "does not."),
    (S, "worst = 0.5, best = 1.0",
        'scoring = "steps", steps = [{ at = 0.9, points = 9 }, '
        "{ at = 0.95, points = 8 }]",
        "pillars.0.indicators.0.steps is [0.9, 0.95]. "
        "Expected: steps in order, each with more points than the one before."),
    (S, "indicators = [", "pillars = [", "pillars.0.pillars.0.pillar. "
        "Expected: this key, which is missing."),
    (S, "[[bands]]", ADJUSTED, "adjustments.0.ceiling is 'best'. "
        "Expected: one of the bands ['good', 'poor']."),
    (S, "[[bands]]", ADJUSTED.replace('ceiling = "best"', "points = 1"),
        "adjustments.0.ceiling. Expected: this key, which a veto needs."),
    (S, "[[bands]]", ADJUSTED.replace('"satisfied_rate"', '"rate"').replace("best",
        "good"), "indicator is 'rate'. Expected: a declared indicator."),
    (S, "[[bands]]", "[grades]\nquotas = { poor = 0.1 }\n[[bands]]",
        "grades.quotas is 'poor'. "
        "Expected: one of ['good']; the last band takes whoever is left."),
    (S, "[[bands]]", "[grades]\nquotas = { good = 30 }\n[[bands]]",
        "grades.quotas.good is 30.0. Expected: a share between 0 and 1."),
    ("schemes/2026b.toml", None, SCHEME, "valid_from is '2026-01-01'. "
        "Expected: a day after 2026-12-31, when 2026 ends."),
    (W, "Asia/Shanghai", "Asia/Heilongjiang", "time_zone is 'Asia/Heilongjiang'. "
        "Expected: an IANA time zone such as 'Asia/Shanghai'."),
    (W, '"latest"', '"now"', "as_of is 'now'. "
        "Expected: 'today' or 'latest' or a date such as 2026-01-31."),
    (W, '["zh", "en"]', "[]", "languages is []. Expected: at least one."),
    (W, ', en = "A province" }', " }", "name. Expected: a text in en too."),
    (W, "as_of", 'headline = ["rate"]\nas_of', "headline is 'rate'. "
        "Expected: a declared indicator."),
    (W, "as_of", "limits = { withheld_below = -1 }\nas_of",
        "limits.withheld_below is -1. Expected: greater than or equal to 0."),
    (W, "as_of", "signals = { minimum_months = 30 }\nas_of",
        "signals.minimum_months is 30. "
        "Expected: no more than baseline_months, which is 24."),
    (W, "as_of", "signals = { z = 1 }\nas_of",
        "signals.z is 1. Expected: greater than or equal to 2."),
    (CITIES, "231081,", "231000,", "231000. Expected: an id that stands once."),
    (CITIES, "231002", "230102", "231000, name or alias is '230102'. "
        "Expected: a spelling that '230100' does not use too."),
    (CITIES, "Suifenhe,,,", "Suifenhe", "row 4. "
        "Expected: as many cells as the header has."),
    (CITIES, "Mudanjiang", "", "row 3, name_en is ''. "
        "Expected: a name in this language."),
    (CITIES, "city_id,", "city,", "row 2. Expected: a city_id."),
    (CITIES, None, "city_id\n哈".encode("gb18030"), "Expected: a CSV in UTF-8: "
        "'utf-8' codec can't decode byte 0xb9 in position 8: invalid start byte."),
    ("reference/departments.csv", "2024-01-01,", "2024-13-01,",
        "row 4, valid_from is '2024-13-01'. "
        "Expected: a date such as 2026-01-31, or nothing."),
    ("reference/departments.csv", "2024-01-01,", "2024-01-01,2023-01-01",
        "sjj, valid_to is '2023-01-01'. "
        "Expected: a day on or after valid_from, 2024-01-01."),
    (CITIES, None,
        "city_id,name_zh,name_en,peer_group\n1,哈尔滨,Harbin,capital\n".encode(),
        "1, peer_group is 'capital'. "
        "Expected: a peer_group of kind city of peer_groups.csv, or nothing."),
    ("reference/items.csv", "1000,gaj", "1000,gax",
        "item 000109001000, department_id is 'gax'. "
        "Expected: a department_id of departments.csv."),
    ("reference/items.csv", ",5,20,", ",five,20,",
        "item 000109001000, promised_days is 'five'. "
        "Expected: a whole number of days, or nothing."),
    ("reference/tags.csv", "510,2,5", "510,2,6", "510, level is '6'. "
        "Expected: 1 to 5."),
    (CALENDAR, "2020-01-02,true", "2020-1-2,true", "row 3, date is '2020-1-2'. "
        "Expected: a date such as 2026-01-31."),
    (CALENDAR, "2020-01-02,true", "2020-01-02,yes", "row 3, is_workday is 'yes'. "
        "Expected: true or false."),
    (CALENDAR, "2020-01-03,", "2020-01-02,", "2020-01-02. "
        "Expected: the next day to follow; the next row is 2020-01-04."),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "sentence"), ROWS)
def test_what_is_wrong_is_named(
    tmp_path: Path, file: str, old: str | None, new: str | bytes, sentence: str
) -> None:
    said = spoilt(declared(tmp_path / "data"), file, old, new)
    between = ". " if sentence.startswith("Expected") else ": "
    assert said == f"{file}{between}{sentence}"


def test_a_file_that_is_no_toml_is_named_with_its_line(tmp_path: Path) -> None:
    said = spoilt(declared(tmp_path / "data"), W, "as_of     =", "as_of")
    assert said.startswith(f"{W}. Expected: valid TOML in UTF-8: ")
    assert "(at line 3, column" in said


def test_a_workspace_without_settings_or_without_a_folder_is_named(
    tmp_path: Path,
) -> None:
    world = declared(tmp_path / "data")
    world.at.workspace.unlink()
    for command in ("run", "status"):
        said = world.command(command)
        assert (said.status, said.out) == (2, "")
        assert said.err.endswith(
            "workspace.toml. Expected: this file (see README, how to add one).\n"
        )


def test_the_real_command_says_the_same_and_exits_2(tmp_path: Path) -> None:
    world = declared(tmp_path / "data")
    world.edit(W, "Asia/Shanghai", "Mars/Olympus")
    command = [sys.executable, "-m", "pipelines", "run", "--data", str(world.at.root)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"{world.at.workspace}: time_zone is 'Mars/Olympus'. "
        "Expected: an IANA time zone such as 'Asia/Shanghai'.\n"
    )
    nowhere = [*command[:-1], str(tmp_path / "nowhere")]
    done = subprocess.run(nowhere, capture_output=True, text=True, cwd=PROJECT)
    assert done.returncode == 2
    assert done.stderr.startswith("There is no workspace folder ")
