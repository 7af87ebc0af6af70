"""All reference tables: unique ids, names in both languages, aliases that mean one."""

import re
from collections import Counter
from datetime import date

import pytest

from .conftest import KEYS, PROJECT, Read, meanings

WITH_ALIASES = ["cities", "departments", "items", "channels"]
NAME_PAIRS = [("name_zh", "name_en"), ("short_zh", "short_en")]
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("table", KEYS)
def test_ids_are_unique(reference: Read, table: str) -> None:
    ids = Counter(row[KEYS[table]] for row in reference(table))
    assert [id for id, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("table", KEYS)
def test_everything_is_named_in_both_languages(reference: Read, table: str) -> None:
    for row in reference(table):
        for zh, en in NAME_PAIRS:
            if zh not in row:
                continue
            assert HAN.search(row[zh]), row
            assert row[en] and not HAN.search(row[en]), row


@pytest.mark.parametrize("table", KEYS)
@pytest.mark.parametrize("column", ["name_zh", "name_en"])
def test_no_two_things_share_a_name(reference: Read, table: str, column: str) -> None:
    names = Counter(row[column] for row in reference(table))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("table", WITH_ALIASES)
def test_an_alias_never_means_two_things(reference: Read, table: str) -> None:
    means = meanings(table, reference(table))
    assert {name: ids for name, ids in means.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("table", WITH_ALIASES)
def test_alias_lists_hold_no_blanks_and_no_repeats(reference: Read, table: str) -> None:
    for row in reference(table):
        aliases = row["aliases"].split("|") if row["aliases"] else []
        assert aliases == list(dict.fromkeys(a.strip() for a in aliases if a.strip()))


@pytest.mark.parametrize("table", ["cities", "departments", "items", "tags"])
def test_validity_is_iso_dates_or_empty(reference: Read, table: str) -> None:
    for row in reference(table):
        limits = [row["valid_from"], row["valid_to"]]
        dates = [date.fromisoformat(limit) for limit in limits if limit]
        assert dates == sorted(dates), row


@pytest.mark.parametrize("table", [*KEYS, "calendar", "calendar_override"])
def test_files_are_utf8_without_bom_and_end_lines_with_lf(table: str) -> None:
    raw = (PROJECT / "data" / "reference" / f"{table}.csv").read_bytes()
    assert raw.decode("utf-8")[0] != "\ufeff"
    assert b"\r" not in raw and raw.endswith(b"\n")
