"""Departments: enough to rank, old names known, vertical organs set apart."""

import pytest

from .conftest import Read, Resolve


def test_there_are_at_least_thirty_departments_to_rank(reference: Read) -> None:
    ranked = [d for d in reference("departments") if d["ranked"] == "true"]
    assert len(ranked) >= 30


def test_vertical_organs_are_shown_but_never_ranked(reference: Read) -> None:
    departments = reference("departments")
    vertical = {d["short_zh"] for d in departments if d["vertical"] == "true"}
    assert vertical == {"税务局", "气象局", "海关", "边检站", "消防支队", "烟草局"}
    for department in departments:
        assert {department["ranked"], department["vertical"]} == {"true", "false"}
        is_vertical = department["peer_group"] == "vertical"
        assert is_vertical == (department["vertical"] == "true"), department


@pytest.mark.parametrize(
    ("written", "department_id"),
    [
        ("环境保护局", "sthjj"),
        ("环保局", "sthjj"),
        ("生态环境厅", "sthjj"),
        ("卫生局", "wjw"),
        ("卫计委", "wjw"),
        ("国土资源局", "zrzyj"),
        ("安监局", "yjj"),
        ("工商局", "scjgj"),
        ("质监局", "scjgj"),
        ("食药监", "scjgj"),
        ("旅游局", "wlj"),
        ("扶贫办", "nyncj"),
        ("市公安局", "gaj"),
        ("省公安厅", "gaj"),
        ("人社局", "rsj"),
        ("地税局", "shuiwj"),
        ("检验检疫局", "hg"),
    ],
)
def test_a_department_is_known_by_its_names_before_the_reforms(
    resolve: Resolve, written: str, department_id: str
) -> None:
    assert resolve("departments", written) == {department_id}


@pytest.mark.parametrize(
    ("table", "kind"), [("cities", "city"), ("departments", "department")]
)
def test_peer_groups_exist_and_each_has_members(
    reference: Read, table: str, kind: str
) -> None:
    declared = {g["peer_group"] for g in reference("peer_groups") if g["kind"] == kind}
    assert {row["peer_group"] for row in reference(table)} == declared
