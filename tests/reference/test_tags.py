"""Reason tags: the national table, version 2, complete and grouped by cause."""

from .conftest import Read


def test_all_forty_tags_of_version_two_carry_their_level_first(
    reference: Read,
) -> None:
    tags = reference("tags")
    assert {tag["version"] for tag in tags} == {"2"}
    assert all(tag["tag_id"][0] == tag["level"] for tag in tags)
    # Eight tags a level; the numbers run on from the eight, seven or six of version 1.
    expected = [
        *range(510, 518),
        *range(406, 414),
        *range(307, 315),
        *range(207, 215),
        *range(108, 116),
    ]
    assert [int(tag["tag_id"]) for tag in tags] == expected


def test_the_first_three_tags_of_a_level_are_compulsory(reference: Read) -> None:
    compulsory = [t["tag_id"] for t in reference("tags") if t["compulsory"] == "true"]
    assert " ".join(compulsory) == (
        "510 511 512 406 407 408 307 308 309 207 208 209 108 109 110"
    )


def test_negative_tags_name_a_cause_and_others_none(reference: Read) -> None:
    causes: dict[str, set[str]] = {}
    for tag in reference("tags"):
        causes.setdefault(tag["cause"], set()).add(tag["tag_id"])
    assert len(causes.pop("")) == 24
    assert causes == {
        "materials": {"207", "208", "210", "109", "111"},
        "deadline": {"209", "110"},
        "online": {"211", "212", "112"},
        "process": {"108", "113", "114"},
        "staff": {"213", "214", "115"},
    }
