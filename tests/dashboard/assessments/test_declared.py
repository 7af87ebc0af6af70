"""Rubrics and rules as a workspace declares them, and what is said of wrong ones."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.assessments import declared
from dashboard.assessments.declared import DeclarationWrong, NothingDeclared
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.rules import Rules

PROJECT = Path(__file__).parents[3] / "data"
METHODS = {
    "routine",
    "supervision",
    "democratic",
    "expert",
    "third_party",
    "media",
}

Change = Callable[[str, str, str], None]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's own declarations in a workspace of their own."""
    shutil.copytree(PROJECT / "rubrics", tmp_path / "rubrics")
    shutil.copy(PROJECT / "assessment.toml", tmp_path)
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    return tmp_path


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_six_methods_ship_with_words_in_both_languages(workspace: Path) -> None:
    rubrics = declared.load().rubrics
    assert {each.method for each in rubrics.values()} == METHODS
    for rubric in rubrics.values():
        named = [
            rubric.names,
            *(each.names for each in rubric.items),
            *(band.names for each in rubric.items for band in each.scale),
            *(each.names for each in rubric.rules),
            *(each.names for each in rubric.options),
            *(each.names for each in rubric.classes),
        ]
        assert all(set(names) == {"zh", "en"} for names in named), rubric.rubric_id


def test_the_expert_rubric_has_the_six_items_and_four_bands_each(
    workspace: Path,
) -> None:
    expert = declared.load().rubrics["expert"]
    assert [each.item_id for each in expert.items] == [
        "awareness",
        "platform",
        "openness",
        "services",
        "response",
        "infrastructure",
    ]
    assert {len(each.scale) for each in expert.items} == {4}


def test_cards_take_off_what_electronic_supervision_says(workspace: Path) -> None:
    points = {
        each.rule_id: each.points
        for each in declared.load().rubrics["supervision"].rules
    }
    assert points["yellow_promise_overdue"] == 0.5
    assert points["red_legal_overdue"] == 2
    assert points["supervision_letter"] == 5


def test_ballots_have_four_options_and_three_classes(workspace: Path) -> None:
    ballots = declared.load().rubrics["democratic"]
    assert [each.points for each in ballots.options] == [100, 85, 70, 50]
    assert [each.weight for each in ballots.classes] == [0.4, 0.3, 0.3]
    assert {each.minimum_ballots for each in ballots.classes} == {5}


def test_a_frozen_rubric_comes_back_as_it_was(workspace: Path) -> None:
    for rubric in declared.load().rubrics.values():
        frozen = json.loads(json.dumps(rubric.model_dump(mode="json")))
        assert Rubric.model_validate(frozen) == rubric
        assert Rubric.model_validate(frozen).sha() == rubric.sha()


def test_the_hash_follows_the_words_and_not_the_look_of_the_file(
    workspace: Path,
) -> None:
    before = declared.load().rubrics["expert"].sha()
    file = workspace / "rubrics" / "expert.toml"
    change(file, 'method = "expert"', '# A remark.\nmethod   =   "expert"')
    assert declared.load().rubrics["expert"].sha() == before
    change(file, "思想认识", "思想认识水平")
    assert declared.load().rubrics["expert"].sha() != before


def test_the_rules_come_back_from_a_cycle(workspace: Path) -> None:
    rules = declared.load().check_can_open().rules
    frozen = json.loads(json.dumps(rules.model_dump(mode="json")))
    assert Rules.model_validate(frozen) == rules


def test_officials_are_graded_by_their_standing(workspace: Path) -> None:
    rules = declared.load().check_can_open().rules
    cadre = rules.grading_of("official", "leading_cadre")
    servant = rules.grading_of("official", "civil_servant")
    assert cadre is not None and cadre.grades[0].quota == 0.25
    assert servant is not None and servant.grades[0].quota == 0.20
    organ = rules.grading_of("organ", "economy")
    assert organ is not None and organ.grades[2].names["zh"] == "合格"


def test_a_workspace_without_declarations_has_no_cycle_to_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    nothing = declared.load()
    assert nothing.rubrics == {}
    with pytest.raises(NothingDeclared):
        nothing.check_can_open()


# File, what is changed into what; then the key and the word of what was expected.
WRONG = [
    ("rubrics/expert.toml", "weight   = 0.25", "weight   = 0.3", "items", "whole"),
    (
        "rubrics/expert.toml",
        'kind   = "items"',
        'kind   = "table"',
        "kind",
        "one_of",
    ),
    (
        "rubrics/expert.toml",
        'item_id  = "platform"',
        'item_id  = "awareness"',
        "items",
        "once",
    ),
    (
        "rubrics/expert.toml",
        "from_score = 80",
        "from_score = 95",
        "items.0.scale",
        "falling_to_zero",
    ),
    ("rubrics/expert.toml", "from_score = 0,", "from_score = 10,", "items.0.scale", ""),
    (
        "rubrics/expert.toml",
        'zh = "思想认识"',
        'zh = " "',
        "items.0.names",
        "names",
    ),
    ("rubrics/media.toml", "[names]", "colour = 1\n[names]", "colour", "no_key"),
    ("rubrics/media.toml", 'method = "media"', "", "method", "this_key"),
    (
        "rubrics/media.toml",
        'method = "media"',
        'method = "media"\nrubric_id = "m"',
        "rubric_id",
        "file_name",
    ),
    ("rubrics/media.toml", "[names]", "[names", "", "toml"),
    ("rubrics/supervision.toml", "points  = 2", "points  = -2", "rules.5.points", ""),
    (
        "rubrics/supervision.toml",
        'kind   = "deductions"',
        'kind   = "items"',
        "items",
        "part_of_kind",
    ),
    (
        "rubrics/democratic.toml",
        "weight          = 0.4",
        'weight          = "much"',
        "classes.0.weight",
        "any_number",
    ),
    ("assessment.toml", "weight = 0.57", "weight = 0.60", "methods.official", "whole"),
    (
        "assessment.toml",
        'rubric = "expert"',
        'rubric = "media"',
        "methods.city.expert.rubric",
        "one_of",
    ),
    (
        "assessment.toml",
        'best_grade = "fair"',
        'best_grade = "fine"',
        "rules.vetoes.safety_accident.best_grade",
        "one_of",
    ),
    (
        "assessment.toml",
        'rounding = "floor"',
        'rounding = "down"',
        "rules.gradings.0.rounding",
        "one_of",
    ),
    (
        "assessment.toml",
        "quota = 0.30",
        "quota = 30",
        "rules.gradings.0.grades.0.quota",
        "number",
    ),
    (
        "assessment.toml",
        "publicity_days   = 5",
        "publicity_days   = 0",
        "rules.publicity_days",
        "number",
    ),
    ("assessment.toml", "entry = 20", "entry = 2.5", "deadlines.year.entry", "whole"),
]


@pytest.mark.parametrize(("file", "old", "new", "key", "expected"), WRONG)
def test_what_is_wrong_is_named_with_its_file_and_key(
    workspace: Path, file: str, old: str, new: str, key: str, expected: str
) -> None:
    change(workspace / file, old, new)
    with pytest.raises(DeclarationWrong) as wrong:
        declared.load()
    said = str(wrong.value)
    assert said.startswith(f"{file}: {key} is")
    assert f"expected: {expected}" in said
    assert wrong.value.values["expected"] != ""
