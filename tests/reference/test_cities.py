"""Cities: thirteen prefectures, two cities of their own, and every county in one."""

from collections import Counter

import pytest

from .conftest import Read, Resolve, Rows

OWN_UNITS = {"231081": "绥芬河市", "230883": "抚远市"}


def test_there_are_thirteen_prefectures_and_two_cities_of_their_own(
    reference: Read,
) -> None:
    groups = Counter(city["peer_group"] for city in reference("cities"))
    assert groups == {
        "provincial_capital": 1,
        "prefecture": 12,
        "provincially_managed": 2,
    }
    own = {
        city["city_id"]: city["name_zh"]
        for city in reference("cities")
        if city["peer_group"] == "provincially_managed"
    }
    assert own == OWN_UNITS


def test_cities_with_units_of_their_own_are_in_no_other_city(
    reference: Read, resolve: Resolve
) -> None:
    for code, name in OWN_UNITS.items():
        assert resolve("cities", code) == {code}
        assert resolve("cities", name) == {code}
    for city in reference("cities"):
        assert not OWN_UNITS.keys() & set(city["aliases"].split("|"))


def test_every_county_code_belongs_to_one_city(
    resolve: Resolve, counties: Rows
) -> None:
    # 121 counties, and in the statistical list five units without GB/T 2260 codes.
    assert len(counties) == 126
    for county in counties:
        code = county["code"]
        expected = code if code in OWN_UNITS else county["parent"]
        assert resolve("cities", code) == {expected}, county


@pytest.mark.parametrize(
    ("written", "city_id"),
    [
        ("哈尔滨市", "230100"),
        ("哈尔滨", "230100"),
        ("Harbin", "230100"),
        ("ha'erbin", "230100"),
        ("230182", "230100"),  # 双城市, a district since 2014
        ("230708", "230700"),  # 美溪区, merged away in 2019
        ("231121", "231100"),  # 嫩江县, now 嫩江市 231183
        ("大兴安岭", "232700"),
        ("Daxing'anling", "232700"),
        ("232761", "232700"),  # 加格达奇, in the statistical list only
        ("231084", "231000"),  # 宁安市
        ("绥芬河", "231081"),
        ("抚远县", "230883"),  # a city since 2016, its code was 230833
        ("230833", "230883"),
    ],
)
def test_a_city_is_known_by_its_old_and_short_names_and_codes(
    resolve: Resolve, written: str, city_id: str
) -> None:
    assert resolve("cities", written) == {city_id}
