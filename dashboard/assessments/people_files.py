"""Teams and officials as CSV files: taken in as a whole, given out to be edited."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, check_can
from dashboard.assessments import people, sheet
from dashboard.assessments.people import OfficialDraft, Register, TeamDraft
from dashboard.assessments.sheet import Row, RowProblem, RowsRefused
from dashboard.database import engine
from dashboard.downloads import csv_bytes

Kind = Literal["team", "official"]

# Columns and what else they may be called.
_TEAM = {
    "team_id": ("班子编号",),
    "name_zh": ("名称", "中文名称"),
    "name_en": ("英文名称",),
    "leads": ("领导单位",),
}
_OFFICIAL = {
    "official_id": ("干部编号", "人员编号"),
    "name_zh": ("姓名", "中文姓名"),
    "name_en": ("英文姓名",),
    "standing": ("类别", "干部类别"),
    "position_zh": ("职务",),
    "position_en": ("英文职务",),
    "works_at": ("所在单位",),
    "team_id": ("班子编号",),
}
COLUMNS: dict[Kind, dict[str, tuple[str, ...]]] = {
    "team": _TEAM,
    "official": _OFFICIAL,
}
_REQUIRED: dict[Kind, tuple[str, ...]] = {
    "team": ("team_id", "leads"),
    "official": ("official_id", "standing", "works_at"),
}
_STANDINGS = {
    "领导干部": "leading_cadre",
    "公务员": "civil_servant",
    "leading cadre": "leading_cadre",
    "civil servant": "civil_servant",
}


@dataclass(frozen=True)
class Taken:
    """How many entries a file brought and how many it changed."""

    added: int
    changed: int


def load(principal: Principal, kind: Kind, content: bytes) -> Taken:
    """Take a whole file in; an id that is known is changed. Raises RowsRefused."""
    check_can(principal, Right.MANAGE_CYCLES)
    rows = sheet.read(content, COLUMNS[kind], _REQUIRED[kind])
    with engine.writing() as session:
        known = people.register(session)
        drafts = [(row, _draft(kind, row)) for row in rows]
        problems = [
            *_twice(f"{kind}_id", rows),
            *(
                RowProblem(row.number, column, row[column], reason)
                for row, draft in drafts
                for column, reason in _problems(draft, known)
            ),
        ]
        if problems:
            raise RowsRefused(sorted(problems, key=lambda each: each.row))
        for _, draft in drafts:
            if isinstance(draft, TeamDraft):
                people.put_team(session, draft)
            else:
                people.put_official(session, draft)
        session.flush()
        standing = known.teams if kind == "team" else known.officials
        changed = sum(row[f"{kind}_id"] in standing for row in rows)
        taken = Taken(len(rows) - changed, changed)
        audit.record(
            session,
            principal,
            f"{kind}s_loaded",
            kind,
            added=taken.added,
            changed=taken.changed,
        )
    return taken


def export(principal: Principal, kind: Kind) -> bytes:
    """Everybody of a kind as a file that can be edited and loaded again."""
    check_can(principal, Right.MANAGE_CYCLES)
    if kind == "team":
        rows = [
            [team.team_id, *_both(team.names), team.leads]
            for team in people.teams(principal)
        ]
    else:
        rows = [
            [
                each.official_id,
                *_both(each.names),
                each.standing,
                *_both(each.position),
                each.works_at,
                each.team_id or "",
            ]
            for each in people.officials(principal)
        ]
    return csv_bytes(list(COLUMNS[kind]), rows)


def _draft(kind: Kind, row: Row) -> TeamDraft | OfficialDraft:
    names = {"zh": row["name_zh"], "en": row["name_en"]}
    if kind == "team":
        return TeamDraft(row["team_id"], names, row["leads"])
    standing = row["standing"]
    return OfficialDraft(
        row["official_id"],
        names,
        _STANDINGS.get(standing.casefold(), standing),
        row["works_at"],
        {"zh": row["position_zh"], "en": row["position_en"]},
        row["team_id"] or None,
    )


def _problems(
    draft: TeamDraft | OfficialDraft, known: Register
) -> list[tuple[str, str]]:
    if isinstance(draft, TeamDraft):
        found = people.problems_of_team(draft, known)
    else:
        found = people.problems_of_official(draft, known)
    # A file has a column a language.
    columns = {"name": "name_zh", "position": "position_zh"}
    return [(columns.get(column, column), reason) for column, reason in found]


def _twice(column: str, rows: list[Row]) -> list[RowProblem]:
    counted = Counter(row[column] for row in rows)
    return [
        RowProblem(row.number, column, row[column], "sheet.twice")
        for row in rows
        if row[column] and counted[row[column]] > 1
    ]


def _both(names: dict[str, str]) -> list[str]:
    return [names.get("zh", ""), names.get("en", "")]
