"""Where a series breaks: what is declared, and what is found."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from pipelines.declarations import workspace as declarations
from pipelines.errors import DeclarationError
from pipelines.score import breaks
from tests.pipelines.measure.cases_world import World, rows

AS_OF = "2026-08-31"
DECLARED = """
[[breaks]]
day        = 2026-07-01
kind       = "definition"
subjects   = ["department:gaj", "city:230100"]
indicators = ["on_time_rate"]
text       = { zh = "口径调整", en = "Counted otherwise" }

[[breaks]]
day  = 2026-08-01
kind = "calendar"
text = { zh = "日历调整", en = "Another calendar" }
"""


@pytest.fixture
def marked(world: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run, and return the marks as (day, cause, subject, indicator, affects)."""
    found: list[dict[str, Any]] = []
    real = breaks.mark

    def note(con: Any, *given: Any) -> None:
        real(con, *given)
        found.extend(rows(con, "FROM break_mark ORDER BY ALL"))

    monkeypatch.setattr(breaks, "mark", note)
    world.give("ratings", "rated, level\n2026-05-10, 5\n2026-08-10, 5")

    def run() -> list[dict[str, Any]]:
        found.clear()
        world.figures(AS_OF)
        return found

    return run


def short(marks: list[dict[str, Any]]) -> list[tuple[str, str, Any, Any, str]]:
    return [
        (str(m["day"]), m["cause"], m["subject_id"], m["indicator_id"], m["affects"])
        for m in marks
    ]


def declare(world: World, text: str) -> None:
    world.at.breaks.write_text(text, "utf-8")


def test_declared_breaks_are_told_for_each_they_concern(
    world: World, marked: Any
) -> None:
    declare(world, DECLARED)
    marks = marked()
    assert short(marks) == [
        ("2026-07-01", "declared", "city:230100", "on_time_rate", "all"),
        ("2026-07-01", "declared", "department:gaj", "on_time_rate", "all"),
        ("2026-08-01", "declared", None, None, "all"),
    ]
    assert dict(marks[0]["text"]) == {"zh": "口径调整", "en": "Counted otherwise"}


def test_only_days_within_the_months_that_are_published_are_told(
    world: World, marked: Any
) -> None:
    texts = ("2026-05-01", "2026-05-02", "2026-08-31", "2026-09-01")
    declare(
        world,
        "\n".join(
            f'[[breaks]]\nday = {day}\nkind = "calendar"\n'
            f'text = {{ zh = "{day}", en = "{day}" }}'
            for day in texts
        ),
    )
    # Of the first day of all nothing was before, and after as_of nothing has happened.
    assert [str(m["day"]) for m in marked()] == ["2026-05-02", "2026-08-31"]


def test_a_department_or_city_that_begins_or_ends_is_found(
    world: World, marked: Any
) -> None:
    vertical, managed = "economy,false,true,,", "provincially_managed,,"
    world.edit("reference/departments.csv", vertical, f"{vertical[:-1]}2026-07-01,")
    world.edit("reference/cities.csv", managed, f"{managed}2026-07-31")
    marks = marked()
    assert short(marks) == [
        ("2026-07-01", "founded", "department:swj", None, "all"),
        # The first day without it.
        ("2026-08-01", "abolished", "city:231081", None, "all"),
    ]
    assert [m["kind"] for m in marks] == ["department", "boundary"]


def test_a_scheme_that_follows_another_is_found_and_public_if_both_are(
    world: World, marked: Any
) -> None:
    text = (world.at.schemes / "2026.toml").read_text("utf-8")
    world.edit("schemes/2026.toml", "2025-10-01", "2026-07-01")
    before = text.replace("2026-12-31", "2026-06-30")
    (world.at.schemes / "2025.toml").write_text(before, "utf-8")
    (one,) = marked()
    assert short([one]) == [("2026-07-01", "scheme", None, None, "scores")]
    assert one["is_public"]
    before = before.replace('["public", "internal"]', '["internal"]')
    (world.at.schemes / "2025.toml").write_text(before, "utf-8")
    (one,) = marked()
    assert not one["is_public"]


def edition(period: str, number: int, **formulas: str) -> Any:
    return SimpleNamespace(
        period=date.fromisoformat(period),
        edition=f"{period}-{number}",
        formulas=formulas,
    )


def test_a_formula_that_changed_between_editions_is_found() -> None:
    """Of a quarter its latest edition counts; what is published now comes last."""
    editions = [
        edition("2026-01-01", 1, early="a", same="s"),
        edition("2026-04-01", 1, early="wrong", same="s"),
        edition("2026-04-01", 2, early="b", same="s", new="n"),
    ]
    found = list(breaks._formulas({"early": "c", "same": "s", "new": "n"}, editions))
    assert [(row[0], row[4], row[5], row[6]) for row in found] == [
        (date(2026, 4, 1), "early", "editions", "2026-01-01-1"),
        (date(2026, 7, 1), "early", "editions", "2026-04-01-2"),
    ]
    assert list(breaks._formulas({"early": "a"}, [])) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("department:gaj", "department:nobody", r"breaks\.0\.subjects is .*nobody"),
        ("city:230100", "organ:230100/nobody", r"breaks\.0\.subjects"),
        ('["on_time_rate"]', '["no_rate"]', r"breaks\.0\.indicators is 'no_rate'"),
        (', en = "Counted otherwise"', "", r"breaks\.0\.text.*a text in en too"),
        ("2026-07-01", '"soon"', r"breaks\.0\.day is 'soon'"),
        ('"definition"', '"whim"', r"breaks\.0\.kind is 'whim'"),
    ],
)
def test_a_wrong_declaration_is_named(
    world: World, old: str, new: str, says: str
) -> None:
    assert old in DECLARED
    declare(world, DECLARED.replace(old, new))
    with pytest.raises(DeclarationError, match=rf"breaks\.toml: {says}"):
        declarations.load(world.at)


def test_a_declared_break_is_part_of_what_an_edition_is_made_of(world: World) -> None:
    before = declarations.load(world.at).hash()
    declare(world, DECLARED)
    assert declarations.load(world.at).hash() != before
