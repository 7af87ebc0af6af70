"""What Spark does not know is refused with a sentence, before any file is read."""

from pathlib import Path

import pytest

from pipelines.spark import session
from tests.pipelines.worlds import VISITS, World

INDICATOR = """\
source    = "trips"
pillar    = "timeliness"
kind      = "ratio"
unit      = "share"
period_by = "seen_on"
numerator = "{numerator}"

[name]
zh = "一"
en = "One"

[short_name]
zh = "一"
en = "One"

[definition]
zh = "一"
en = "One"
"""
TRIPS = (
    VISITS
    + """
[columns.city_id]
kind = "city"

[columns.department_id]
kind = "department"
"""
)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return a workspace with one source and one indicator."""
    world = World(tmp_path / "data", trips=TRIPS)
    world.write("indicators/one.toml", INDICATOR.format(numerator="people > 2"))
    return world


def test_what_both_engines_answer_alike_passes(world: World) -> None:
    said = world.command("check", "--engine", "spark")
    assert (said.status, said.err) == (0, "")
    assert said.out == (
        "1 sources and 1 indicators hold; Spark answers all 1 expressions as DuckDB.\n"
    )


@pytest.mark.parametrize(
    ("numerator", "unknown"),
    [
        ("note SIMILAR TO 'a.*'", "note SIMILAR TO 'a.*'"),
        ("lower(note) = 'a'", "LOWER(note)"),
        ("people // 2 = 1", "people // 2"),
        ("people % 0 = 1", "people % 0"),
        ("CAST(note AS INTEGER) > 1", "CAST(note AS INT)"),
        ("CAST(hours AS VARCHAR) = '2.0'", "CAST(hours AS TEXT)"),
        ("extract(epoch FROM seen_on) > 0", "EXTRACT(EPOCH FROM seen_on)"),
        ("date_diff('week', seen_on, as_of) > 2", "DATE_DIFF('WEEK', seen_on, as_of)"),
        ("note = people", "note = people"),
        ("note LIKE 'a\\\\\\\\_'", "note LIKE 'a\\\\_'"),
    ],
)
def test_what_spark_would_answer_otherwise_is_refused(
    world: World, numerator: str, unknown: str
) -> None:
    world.write("indicators/one.toml", INDICATOR.format(numerator=numerator))
    assert world.command("check").status == 0
    said = world.command("check", "--engine", "spark")
    assert said.status == 2
    assert said.err.startswith("indicators/one.toml: numerator is ")
    assert f"it does not know {unknown}. Say it with comparisons" in said.err


def test_a_run_refuses_it_too_and_starts_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "started", None)
    world.write("indicators/one.toml", INDICATOR.format(numerator="note GLOB 'a*'"))
    said = world.command("run", "--engine", "spark")
    assert said.status == 2
    assert "it does not know note GLOB 'a*'" in said.err


def test_a_fraction_is_not_kept_as_a_whole_number(world: World) -> None:
    text = TRIPS + '\n[derived.half]\nkind = "integer"\nexpression = "people / 2"\n'
    world.write("sources/trips.toml", text)
    said = world.command("check", "--engine", "spark")
    assert said.status == 2
    assert "sources/trips.toml: derived.half.expression is 'people / 2'" in said.err
    assert "it does not know how to keep DOUBLE as INTEGER" in said.err
    world.write("sources/trips.toml", text.replace("people / 2", "round(people / 2)"))
    assert world.command("check", "--engine", "spark").status == 0


def test_a_form_of_dates_that_only_duckdb_reads_is_refused(world: World) -> None:
    world.edit("sources/trips.toml", '"%d.%m.%Y"', '"%d %b %Y"')
    assert world.command("check").status == 0
    said = world.command("check", "--engine", "spark")
    assert said.status == 2
    assert "sources/trips.toml: columns.seen_on.formats is '%d %b %Y'" in said.err
    assert "which does not know %b" in said.err


def test_without_pyspark_a_sentence_says_how_to_get_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "find_spec", lambda _: None)
    said = world.command("run", "--engine", "spark")
    assert said.status == 2
    assert "pip install -r requirements-spark.txt" in said.err


def test_without_java_a_sentence_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "find_spec", lambda _: True)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    said = world.command("run", "--engine", "spark")
    assert said.status == 2
    assert "needs Java 17" in said.err


def test_an_engine_nobody_has_heard_of_is_named(world: World) -> None:
    said = world.command("run", "--engine", "flink")
    assert (said.status, said.err) == (
        2,
        "--engine 'flink' is not known. Known: duckdb, spark.\n",
    )
