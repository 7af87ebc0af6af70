"""docs/contract.md says what is true: of the commands, the tables and the workspace."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pytest
import typer

import dashboard.cli
import pipelines.cli
from dashboard import routes
from dashboard.door import routes as door_routes
from dashboard.open_data import routes as open_data
from pipelines.locations import Locations
from pipelines.result import Result, SourceCount
from pipelines.run import STEPS
from tests.pipelines.measure.cases_world import PROJECT, World

CONTRACT = (PROJECT / "docs" / "contract.md").read_text("utf-8")
# The tables other programs were promised, written by hand: none may lose a column.
PROMISED = {
    "publication": "version as_of published_at audience code_version workspace_hash "
    "input_hash",
    "subject": "subject_id kind city_id department_id name peer_group ranked",
    "indicator": "indicator_id pillar source kind unit higher_is_better name "
    "definition formula",
    "observation": "indicator_id subject_id period_kind period numerator denominator "
    "value low high state",
    "score": "scheme_id indicator_id subject_id period_kind period score weight "
    "contribution",
    "scorecard": "scheme_id subject_id period_kind period score low high band coverage "
    "rank rank_low rank_high tier peers previous_score",
    "satisfaction_ranking": "subject_id kind period_kind period n share low high "
    "adjusted rank rank_low rank_high tier state",
    "load": "source file sha256 loaded_at rows_read rows_loaded rows_rejected "
    "rows_duplicate rows_superseded",
    "reject": "source file row column_name value reason",
}


def section(title: str) -> str:
    """The text under one heading, up to the next of its level."""
    level = "#" * (len(title) - len(title.lstrip("#")))
    _, _, text = CONTRACT.partition(f"{title}\n")
    assert text, title
    return re.split(rf"(?m)^{level} ", text)[0]


def table(text: str) -> Iterator[list[str]]:
    """The cells of the rows of every table in a text, without their heads."""
    lines = text.splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        is_head = line.startswith("|---") or following.startswith("|---")
        if line.startswith("|") and not is_head:
            yield [cell.strip() for cell in line.strip("|").split("|")]


def coded(cell: str) -> list[str]:
    """What stands in code marks."""
    return re.findall(r"`([^`]+)`", cell)


def declared_tables() -> dict[str, list[str]]:
    with duckdb.connect() as con:
        con.execute(
            files("pipelines.publish").joinpath("schema.sql").read_text("utf-8")
        )
        return columns_of(con)


def columns_of(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    names = con.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    return {
        name: [column for (column, *_) in con.execute(f"DESCRIBE {name}").fetchall()]
        for (name,) in names
    }


def test_the_tables_told_are_those_of_the_schema() -> None:
    told = {
        coded(name)[0]: coded(columns)
        for name, _, _, columns in table(section("## Published files"))
    }
    assert told == declared_tables()


def test_no_promised_column_is_gone() -> None:
    declared = declared_tables()
    for name, columns in PROMISED.items():
        assert set(columns.split()) <= set(declared[name]), name


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return a workspace that was published once."""
    world = World(tmp_path_factory.mktemp("w") / "data")
    world.give("ratings", "level\n5\n4")
    world.run()
    return world


def test_published_files_have_exactly_the_columns(world: World) -> None:
    document = json.loads(world.at.current.read_text("utf-8"))
    for audience in ("public", "internal"):
        file = world.at.published / document["files"][audience]
        with duckdb.connect(str(file), read_only=True) as con:
            assert columns_of(con) == declared_tables()


def test_tables_told_to_be_internal_are_empty_in_public(world: World) -> None:
    document = json.loads(world.at.current.read_text("utf-8"))
    file = world.at.published / document["files"]["public"]
    internal = [
        coded(name)[0]
        for name, audience, *_ in table(section("## Published files"))
        if audience == "internal"
    ]
    assert "load" in internal
    with duckdb.connect(str(file), read_only=True) as con:
        for name in internal:
            assert con.execute(f"FROM {name}").fetchall() == [], name


def options_of(command: Any, words: str) -> dict[str, set[str]]:
    """Every command below one, as it is typed, with its options."""
    inner = getattr(command, "commands", None)
    if inner is not None:
        return {
            name: options
            for word, below in inner.items()
            for name, options in options_of(below, f"{words} {word}").items()
        }
    return {
        words: {
            option
            for parameter in command.params
            if parameter.param_type_name == "option"
            for option in (*parameter.opts, *parameter.secondary_opts)
            if option != "--help"
        }
    }


def test_the_commands_told_are_those_there_are() -> None:
    told = {
        # Without what stands for an argument: FILE, NAME.
        re.sub(r" [A-Z]+$", "", coded(cells[0])[0]): set(coded(cells[1]))
        for cells in table(section("## Commands"))
        if len(cells) == 3
    }
    assert told == {
        **options_of(typer.main.get_command(pipelines.cli.app), "python -m pipelines"),
        **options_of(typer.main.get_command(dashboard.cli.app), "python -m dashboard"),
    }


def test_the_result_of_a_run_is_told(world: World) -> None:
    text = section("## Commands")
    told = {cells[0]: cells[1] for cells in table(text) if len(cells) == 2}
    fields = [f"`{name}`" for name in Result.__dataclass_fields__]
    assert list(told) == fields
    assert coded(told["`sources`"]) == list(SourceCount.__dataclass_fields__)
    assert coded(told["`seconds`"]) == list(STEPS)
    assert coded(told["`status`"]) == ["published", "unchanged", "refused"]


def test_the_workspace_told_is_the_one_there_is(world: World) -> None:
    told = {coded(path)[0].rstrip("/") for path, _ in table(section("## Workspace"))}
    at = Locations(Path())
    known = {
        getattr(at, name).as_posix()
        for name, value in vars(Locations).items()
        if isinstance(value, property)
    }
    assert told == known
    made = {path.name for path in world.at.root.iterdir()}
    assert made <= {path.split("/")[0] for path in told} | {"schemes"}


def test_the_routes_told_are_those_there_are() -> None:
    told = {coded(route)[0] for route, _ in table(section("## HTTP"))}
    found = {
        f"{method} {route.path.replace('subject_id:path', 'subject_id')}"
        for route in (*routes.ROUTES, *open_data.make().routes)
        if route not in door_routes.ROUTES  # pages for people
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert told == found


def test_the_sources_told_are_those_declared() -> None:
    text = section("## Sources of the default workspace")
    told = {
        coded(part.splitlines()[0])[0]: part
        for part in re.split(r"(?m)^### ", text)[1:]
    }
    declared = {
        path.stem: tomllib.loads(path.read_text("utf-8"))
        for path in (PROJECT / "data" / "sources").glob("*.toml")
    }
    assert told.keys() == declared.keys()
    for name, source in declared.items():
        key = re.search(r"Key: (.*)\. Refused above (\d+)%", told[name])
        assert key, name
        assert coded(key[1]) == source["key"]
        assert float(key[2]) / 100 == source["reject_limit"]
        columns = {
            coded(column)[0]: (kind, word, coded(aliases))
            for column, kind, word, aliases in table(told[name])
        }
        assert columns == {
            column: (
                declaration.get("kind", "text"),
                _word(column, declaration, source["key"]),
                declaration.get("aliases", []),
            )
            for column, declaration in source["columns"].items()
        }, name


def _word(column: str, declaration: dict[str, object], key: list[str]) -> str:
    if declaration.get("required") or column in key:
        return "required"
    privacy = str(declaration.get("privacy", "keep"))
    return {"keep": "", "drop": "never leaves its file", "hash": "hashed"}[privacy]
