"""Service items: whose they are, their codes, and limits that can be true."""

import re
from collections import Counter

import pytest

from .conftest import Read

# GB/T 39046 table A.1; 00 is the heading of 01 to 10 and no item's own type.
ITEM_TYPES = {"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "20"}


def test_there_are_at_least_four_hundred_items(reference: Read) -> None:
    assert len(reference("items")) >= 400


def test_every_department_has_items_and_every_item_a_department(
    reference: Read,
) -> None:
    items = Counter(item["department_id"] for item in reference("items"))
    departments = {d["department_id"] for d in reference("departments")}
    assert items.keys() == departments
    assert min(items.values()) >= 5


def test_item_ids_are_twelve_digits_with_a_known_type(reference: Read) -> None:
    for item in reference("items"):
        assert re.fullmatch(r"(00|23)\d{10}", item["item_id"]), item
        assert item["item_id"][2:4] in ITEM_TYPES, item


def test_a_promise_is_never_longer_than_the_law(reference: Read) -> None:
    for item in reference("items"):
        assert item["legal_unit"] == item["promised_unit"], item
        assert item["legal_unit"] in {"working", "natural"}, item
        assert 0 <= int(item["promised_days"]) <= int(item["legal_days"]), item
        # Compression is (legal - promised) / legal.
        assert int(item["legal_days"]) > 0, item


def test_instant_items_and_only_those_promise_no_days(reference: Read) -> None:
    kinds = {(i["type"], i["promised_days"] == "0") for i in reference("items")}
    assert kinds == {("instant", True), ("promised", False)}


def test_both_units_of_time_occur(reference: Read) -> None:
    units = Counter(item["legal_unit"] for item in reference("items"))
    assert units["working"] > units["natural"] >= 20


def test_online_depth_agrees_with_promised_visits(reference: Read) -> None:
    """Depth 4 is wholly online: no visit. Depth 3 still needs at most one."""
    for item in reference("items"):
        depth, visits = int(item["online_depth"]), int(item["promised_visits"])
        assert 1 <= depth <= 4, item
        assert (depth == 4) == (visits == 0), item
        assert depth != 3 or visits <= 1, item


@pytest.mark.parametrize("what", ["materials", "steps"])
def test_papers_and_steps_were_cut_and_never_added(reference: Read, what: str) -> None:
    for item in reference("items"):
        assert 1 <= int(item[what]) <= int(item[f"{what}_before"]), item
