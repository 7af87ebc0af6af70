"""Readers limited to departments or cities: what their connection holds, by hand.

The invented world has 6 cities, 8 departments and so 48 organs.
"""

import re
from pathlib import Path

import duckdb
import pytest

from dashboard import limited, locations, publications, store
from dashboard.accounts.principal import EVERYTHING, Role, Scope
from dashboard.audience import Audience, Sight
from tests.dashboard import published
from tests.dashboard.conftest import Open, as_role, turn_to, words

HOUSING = Scope(departments=frozenset({"zjj"}))
HARBIN = Scope(cities=frozenset({"230100"}))
HOUSING_IN_HARBIN = Scope(frozenset({"zjj"}), frozenset({"230100"}))
NOWHERE = Scope(departments=frozenset({"nothing-of-this-name"}))

SUBJECTS = [
    # The whole; with it the department and its organs in 6 cities.
    (HOUSING, 1 + 1 + 6),
    # The city and its 8 organs.
    (HARBIN, 1 + 1 + 8),
    # One organ: neither the whole department nor the whole city.
    (HOUSING_IN_HARBIN, 1 + 1),
    (NOWHERE, 1),
    (EVERYTHING, 1 + 6 + 8 + 48),
]
# Of deliveries, not of subjects: nothing in them for a limited reader.
FOR_NONE = {"load", "reject", "check_reason", "arrival"}
ALL_PAGES = [
    "overview", "signals", "department", "city", "compare", "what_if", "ranking",
    "method",
]  # fmt: skip


@pytest.fixture
def file(world: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GOVSCORE_DATA", str(world))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    return publications.current().file(Audience.INTERNAL)


def tables(file: Path) -> set[str]:
    with publications.cursor(file, EVERYTHING) as cursor:
        rows = cursor.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'published'"
        ).fetchall()
    return {name for (name,) in rows}


def is_within(subject_id: str, scope: Scope) -> bool:
    """By the id alone: the whole, and what carries every limit in its id."""
    kind, _, rest = subject_id.partition(":")
    city, _, department = rest.partition("/") if kind == "organ" else (rest, "", rest)
    if kind == "all":
        return True
    return (
        not scope.departments or (kind != "city" and department in scope.departments)
    ) and (not scope.cities or (kind != "department" and city in scope.cities))


@pytest.mark.parametrize(("scope", "expected"), SUBJECTS)
def test_a_reader_can_pick_what_lies_within(
    file: Path, scope: Scope, expected: int
) -> None:
    rows = store.fetch_for(
        Sight(Audience.INTERNAL, scope),
        "subject_choices",
        kinds=["all", "city", "department", "organ"],
        language="en",
    )
    assert len(rows) == expected
    assert all(is_within(subject, scope) for subject in rows.subject_id)


@pytest.mark.parametrize("scope", [HOUSING, HARBIN, HOUSING_IN_HARBIN, NOWHERE])
def test_no_table_holds_a_row_of_anybody_else(file: Path, scope: Scope) -> None:
    with publications.cursor(file, scope) as cursor:
        for table in sorted(limited.BY_SUBJECT & tables(file)):
            found = cursor.execute(f"SELECT DISTINCT subject_id FROM {table}")
            for (subject_id,) in found.fetchall():
                assert is_within(subject_id, scope), (table, subject_id)
        # Of one department in one city there are observations, so this is not in vain.
        ((seen,),) = cursor.execute(
            "SELECT count(DISTINCT subject_id) FROM observation"
        ).fetchall()
        assert seen == dict(SUBJECTS)[scope]


def test_every_published_table_is_decided_for_limited_readers(file: Path) -> None:
    assert tables(file) == limited.WHOLE | limited.BY_SUBJECT | FOR_NONE
    assert not (limited.WHOLE & limited.BY_SUBJECT)


def test_a_table_nobody_decided_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = published.publish(tmp_path)
    with duckdb.connect(str(folder / "v1-internal.duckdb")) as con:
        con.execute("CREATE TABLE secret AS SELECT 'department:gaj' AS subject_id")
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    file = publications.current().file(Audience.INTERNAL)
    with publications.cursor(file, HOUSING) as cursor:
        for table in ("secret", *FOR_NONE):
            assert cursor.execute(f"SELECT * FROM {table}").fetchall() == []
    with publications.cursor(file, EVERYTHING) as cursor:
        assert cursor.execute("SELECT * FROM secret").fetchall()


def test_no_question_goes_round_the_views() -> None:
    """Only a table's bare name finds the view of a limited reader."""
    for path in locations.queries().glob("*.sql"):
        text = re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"\b(published|memory|main)\s*\.", text), path.name


def test_answers_are_kept_apart_by_limits_and_shared_by_equal_ones(file: Path) -> None:
    def seen(scope: Scope) -> int:
        sight = Sight(Audience.INTERNAL, scope)
        return len(
            store.fetch_for(sight, "subject_choices", kinds=["organ"], language="en")
        )

    assert [seen(HOUSING), seen(HARBIN), seen(EVERYTHING), seen(HOUSING)] == [
        6, 8, 48, 6,
    ]  # fmt: skip
    two = Scope(departments=frozenset({"zjj", "gaj"}))
    again = Scope(departments=frozenset({"gaj", "zjj"}))
    assert str(Sight(Audience.INTERNAL, two)) == str(Sight(Audience.INTERNAL, again))
    assert seen(two) == 12


def test_a_new_publication_has_views_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    for version in ("v1", "v2"):
        published.publish(tmp_path, version)
        rows = store.fetch_for(
            Sight(Audience.INTERNAL, HARBIN), "publication", language="en"
        )
        assert rows.version.tolist() == [version]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", ALL_PAGES)
@pytest.mark.parametrize("scope", [HOUSING, HARBIN, HOUSING_IN_HARBIN, NOWHERE])
def test_every_page_is_drawn_for_limited_readers(
    world: Path, open_page: Open, scope: Scope, page: str, language: str
) -> None:
    for role in (Role.LEADER, Role.EVALUATOR):
        reader = as_role(role, scope=scope)
        app = open_page(world, page, principal=reader, lang=language)
        assert not app.exception
        assert not app.error
        assert not app.warning


def test_the_pickers_offer_what_may_be_seen(world: Path, open_page: Open) -> None:
    app = open_page(world, "department", principal=as_role("leader", scope=HARBIN))
    # All eight departments, each in Harbin alone.
    assert len(app.selectbox(key="choose_department").options) == 8
    assert app.selectbox(key="choose_city_of_department").options == ["Harbin"]
    app = open_page(world, "department", principal=as_role("leader", scope=HOUSING))
    assert app.selectbox(key="choose_department").options == [
        "Housing and Construction"
    ]
    assert len(app.selectbox(key="choose_city_of_department").options) == 1 + 6
    app = open_page(world, "city", principal=as_role("leader", scope=HARBIN))
    assert app.selectbox(key="choose_city_subject").options == ["Harbin"]


def test_whole_cities_are_not_for_those_limited_to_departments(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "city", principal=as_role("leader", scope=HOUSING))
    assert "sees no city as a whole" in words(app)


@pytest.mark.parametrize(
    ("page", "address", "is_said"),
    [
        ("department", {"subject": "department:gaj"}, True),
        ("department", {"subject": "organ:230100/gaj"}, True),
        # Whether there is such a one or not, the sentence is the same.
        ("department", {"subject": "department:no-such"}, True),
        ("department", {"subject": "department:zjj"}, False),
        ("department", {"subject": "organ:230100/zjj"}, False),
        # Left in the address by another page.
        ("department", {"subject": "city:230200"}, False),
        ("compare", {"subjects": "organ:230100/zjj,organ:230100/gaj"}, True),
    ],
)
def test_a_link_to_what_is_outside_says_so(
    world: Path, open_page: Open, page: str, address: dict[str, str], is_said: bool
) -> None:
    reader = as_role("leader", scope=HOUSING)
    app = open_page(world, principal=reader, **address)
    turn_to(app, page)
    assert ("outside the departments or cities" in words(app)) is is_said
    assert "Public Security" not in words(app)
    assert not app.exception


def test_what_needs_attention_is_within_the_limits(
    world: Path, open_page: Open
) -> None:
    # Of the four matters one is of the department and one of its organ in Harbin.
    app = open_page(world, principal=as_role("leader", scope=HOUSING))
    links = [link.proto.label for link in app.get("page_link")]
    assert len(links) == 2
    assert all("Housing" in label or "zjj" in label for label in links)
