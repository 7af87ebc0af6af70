"""The register of teams and officials, and whose own a subject is."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal, Role
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import people, people_files, subjects
from dashboard.assessments.people import OfficialDraft, TeamDraft, Unfit
from dashboard.assessments.people_files import Taken
from dashboard.assessments.sheet import (
    ColumnsMissing,
    FileUnreadable,
    NoRows,
    RowsRefused,
)
from dashboard.database import engine
from dashboard.database.models.audit import AuditEntry
from dashboard.database.models.people import Official

BOSS = Principal(account_id=1, name="管理员", role=Role.ADMINISTRATOR)
HOUSING = "organ:230100/zjj"
LONG = {"zh": "长" * 101}
TEAM = TeamDraft("zjj", {"zh": "住建局领导班子", "en": "Housing team"}, HOUSING)
OFFICIAL = OfficialDraft(
    "zhang", {"zh": "张某"}, "civil_servant", HOUSING, {"zh": "科长"}, "zjj"
)


@pytest.fixture(autouse=True)
def workspace(store: str, world: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The published world beside an empty store."""
    monkeypatch.setenv("GOVSCORE_DATA", str(world))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    return store


@pytest.mark.parametrize("role", [each for each in Role if each != Role.ADMINISTRATOR])
def test_only_an_administrator_keeps_the_register(role: Role) -> None:
    other = Principal(account_id=2, role=role)
    for asked in (
        lambda: people.add_team(other, TEAM),
        lambda: people.add_official(other, OFFICIAL),
        lambda: people.teams(other),
        lambda: people.officials(other),
        lambda: people.set_active(other, "team:zjj", False),
        lambda: people_files.load(other, "team", b"team_id,leads\n"),
        lambda: people_files.export(other, "team"),
    ):
        with pytest.raises(NotAllowed):
            asked()


def test_a_team_and_an_official_become_subjects_at_the_place_of_their_unit() -> None:
    assert people.add_team(BOSS, TEAM) == "team:zjj"
    assert people.add_official(BOSS, OFFICIAL) == "official:zhang"
    with engine.reading() as session:
        every = subjects.every(session)
        team, official = every["team:zjj"], every["official:zhang"]
    assert (team.kind, team.city_id, team.department_id) == ("team", "230100", "zjj")
    assert team.category == every[HOUSING].category
    assert official.category == "civil_servant"
    with engine.reading() as session:
        assert audit.verify(session) == 2


def test_a_name_is_kept_without_what_cannot_be_seen() -> None:
    # NUL, which PostgreSQL does not keep, and a mark that turns the writing round.
    people.add_team(
        BOSS, replace(TEAM, names={"zh": " 住建\x00局\u202e\n班子 ", "en": "\x00"})
    )
    (team,) = people.teams(BOSS)
    assert team.names == {"zh": "住建局 班子"}
    with pytest.raises(Unfit):
        people.add_team(BOSS, replace(TEAM, team_id="other", names={"zh": "\u200b"}))


def test_who_is_retired_is_a_subject_no_more_and_can_come_back() -> None:
    people.add_team(BOSS, TEAM)
    people.set_active(BOSS, "team:zjj", False)
    with engine.reading() as session:
        assert "team:zjj" not in subjects.every(session)
    people.set_active(BOSS, "team:zjj", True)
    with engine.reading() as session:
        assert "team:zjj" in subjects.every(session)
    with pytest.raises(people.NotThere):
        people.set_active(BOSS, "official:nobody", False)


@pytest.mark.parametrize(
    ("draft", "problems"),
    [
        (TeamDraft("", {"zh": "班子"}, HOUSING), [("team_id", "people.id_unfit")]),
        (TeamDraft("a/b", {"zh": "班子"}, HOUSING), [("team_id", "people.id_unfit")]),
        (TeamDraft("zjj", {"zh": "x"}, HOUSING), [("team_id", "people.id_taken")]),
        (TeamDraft("b", {"zh": ""}, HOUSING), [("name", "people.name_missing")]),
        (TeamDraft("b", LONG, HOUSING), [("name", "people.name_too_long")]),
        (TeamDraft("b", {"zh": "x"}, "organ:1/2"), [("leads", "people.unknown_unit")]),
        # The whole is nobody's to lead.
        (TeamDraft("b", {"zh": "班子"}, "all"), [("leads", "people.unknown_unit")]),
    ],
)  # fmt: skip
def test_a_team_that_cannot_be_is_refused_with_the_field(
    draft: TeamDraft, problems: list[tuple[str, str]]
) -> None:
    people.add_team(BOSS, TEAM)
    with pytest.raises(Unfit) as refused:
        people.add_team(BOSS, draft)
    assert list(refused.value.problems) == problems


def test_an_official_needs_a_standing_a_unit_and_a_team_that_exists() -> None:
    with pytest.raises(Unfit) as refused:
        people.add_official(
            BOSS, OfficialDraft("li", {"zh": "李某"}, "chief", "city:1", {}, "ghost")
        )
    assert [field for field, _ in refused.value.problems] == [
        "standing",
        "works_at",
        "team_id",
    ]


def test_a_file_in_the_words_of_an_office_is_taken_whole() -> None:
    people.add_team(BOSS, TEAM)
    text = (
        "人员编号,姓名,类别,职务,所在单位,班子编号\n"
        "zhang,张某,领导干部,局长,organ:230100/zjj,zjj\n"
        "li,李某,公务员,科员,organ:230100/zjj,\n"
    )
    # As a Chinese spreadsheet saves it.
    taken = people_files.load(BOSS, "official", text.encode("gb18030"))
    assert taken == Taken(added=2, changed=0)
    again = text.replace("张某", "张三")
    assert people_files.load(BOSS, "official", again.encode("utf-8-sig")) == Taken(0, 2)
    with engine.reading() as session:
        zhang = session.get_one(Official, "zhang")
        assert (zhang.names, zhang.standing) == ({"zh": "张三"}, "leading_cadre")


def test_one_bad_row_and_nothing_is_taken() -> None:
    text = (
        "team_id,name_zh,leads\n"
        "good,好班子,organ:230100/zjj\n"
        "twin,甲,organ:230100/zjj\n"
        "twin,乙,organ:230100/zjj\n"
        "lost,丙,organ:000000/none\n"
    )
    with pytest.raises(RowsRefused) as refused:
        people_files.load(BOSS, "team", text.encode())
    told = [(each.row, each.column, each.reason) for each in refused.value.problems]
    assert told == [
        (3, "team_id", "sheet.twice"),
        (4, "team_id", "sheet.twice"),
        (5, "leads", "people.unknown_unit"),
    ]
    assert people.teams(BOSS) == []
    with engine.reading() as session:
        assert session.scalars(select(AuditEntry)).all() == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x00\x01", FileUnreadable),
        (b"\xff\xfe\xff\xff", FileUnreadable),
        (b"team_id\nx\n", ColumnsMissing),
        (b"team_id,team_id,leads\nx,y,z\n", ColumnsMissing),
        (b"", ColumnsMissing),
        (b"team_id,leads\n,\n", NoRows),
        (b"team_id,leads\n" + b"x,y\n" * 600_000, FileUnreadable),
    ],
)
def test_a_file_that_is_none_is_refused(content: bytes, said: type[Exception]) -> None:
    with pytest.raises(said):
        people_files.load(BOSS, "team", content)


def test_what_goes_out_runs_nothing_in_a_spreadsheet_and_comes_back_the_same() -> None:
    names = {"zh": "=1+1", "en": "@SUM(A1)"}
    people.add_team(BOSS, TeamDraft("zjj", names, HOUSING))
    file = people_files.export(BOSS, "team")
    assert "'=1+1" in file.decode("utf-8-sig")
    assert people_files.load(BOSS, "team", file) == Taken(0, 1)
    assert people.teams(BOSS)[0].names == names


@pytest.mark.parametrize(
    ("home", "subject", "own"),
    [
        (None, HOUSING, False),
        (HOUSING, HOUSING, True),
        (HOUSING, "department:zjj", True),
        (HOUSING, "city:230100", True),
        (HOUSING, "organ:230200/zjj", False),
        (HOUSING, "city:230200", False),
        (HOUSING, "team:zjj", True),
        (HOUSING, "official:zhang", True),
        ("organ:230200/zjj", "team:zjj", False),
        # Superiors assess those below them.
        ("department:zjj", HOUSING, False),
        ("city:230100", "team:zjj", False),
        ("city:230100", "city:230100", True),
        ("team:zjj", HOUSING, True),
        ("team:zjj", "city:230100", True),
        ("official:zhang", "official:zhang", True),
        ("official:zhang", "team:zjj", True),
        ("official:zhang", "organ:230200/zjj", False),
        ("official:stranger", "official:stranger", True),
        ("official:stranger", HOUSING, False),
    ],
)
def test_whose_own_a_subject_is(home: str | None, subject: str, own: bool) -> None:
    people.add_team(BOSS, TEAM)
    people.add_official(BOSS, OFFICIAL)
    assert people.home_contains(home, subject) is own
