"""The workspaces are declarations only, and hold with or without anybody's files."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.declarations import workspace as declarations
from pipelines.locations import Locations

HERE = Path(__file__).resolve().parent
WORKSPACES = ("asem", "boston", "kansas_city")


@pytest.mark.parametrize("name", WORKSPACES)
def test_a_workspace_declares_itself_in_both_languages(name: str) -> None:
    loaded = declarations.load(Locations(HERE / name))
    assert loaded.settings.languages == ("zh", "en")
    for scheme in loaded.schemes.values():
        texts = [scheme.name, *(p.name for p in scheme.pillars)]
        assert all(set(text) == {"zh", "en"} for text in texts)


@pytest.mark.parametrize("name", WORKSPACES)
def test_no_raw_file_lies_in_a_workspace(name: str) -> None:
    found = {path.relative_to(HERE / name) for path in (HERE / name).rglob("*.*")}
    folders = {path.parts[0] for path in found if len(path.parts) > 1}
    assert folders == {"reference", "sources", "indicators", "schemes"}
    assert {path.suffix for path in found} == {".toml", ".csv"}
    tables = {path.parts[0] for path in found if path.suffix == ".csv"}
    assert tables == {"reference"}
