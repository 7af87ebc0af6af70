"""Questions asked for many subjects at once: each subject is dealt what it would be
answered alone, and nobody anything of a subject they may not see."""

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from dashboard import dealt, locations, publications, store
from dashboard.accounts.principal import EVERYTHING, Scope
from dashboard.audience import Audience, Sight
from dashboard.kept import Kept

ALL = Sight(Audience.INTERNAL, EVERYTHING)
HOUSING = Sight(Audience.INTERNAL, Scope(departments=frozenset({"zjj"})))
PERIOD = {"period_kind": "quarter", "period": date(2026, 7, 1), "language": "en"}
VALUES = {**PERIOD, "period_end": date(2026, 9, 30), "scheme_id": "2026"}
# The whole, a city, a department without a rank, an organ too small to show, and who
# lies within the limits.
SUBJECTS = (
    "all",
    "city:230100",
    "department:swj",
    "organ:230883/gaj",
    "department:zjj",
)
OUTSIDE = {"city:230100", "department:swj", "organ:230883/gaj"}
WITHIN = {"all", "department:zjj"} | {
    f"organ:{city}/zjj"
    for city in ("230100", "230200", "230600", "231000", "231081", "230883")
}

Asked = list[tuple[str, list[str] | None]]


def parameters(question: str) -> set[str]:
    text = (locations.queries() / f"{question}.sql").read_text(encoding="utf-8")
    return set(re.findall(r"\$([a-z_]+)", re.sub(r"--[^\n]*", "", text)))


QUESTIONS = sorted(
    path.stem
    for path in locations.queries().glob("*.sql")
    if "subject_ids" in parameters(path.stem)
)


# What the invented world has nothing of, for every card of the period.
CARDS = "FROM scorecard WHERE period_kind = 'quarter' AND period = DATE '2026-07-01'"
CARD = "scheme_id, subject_id, period_kind, period"
MORE = (
    "INSERT INTO limit_value VALUES ('lift_longest', 3)",
    f"INSERT INTO rank_sensitivity SELECT {CARD}, 2, length(subject_id), 4, 4 {CARDS}",
    f"INSERT INTO rank_without SELECT {CARD}, 'timeliness', 71.2, 9 {CARDS}",
    f"""INSERT INTO lift BY NAME SELECT {CARD}, 'good' AS band, 1 AS place,
        'on_time_rate' AS indicator_id, 40 AS score, 62 AS needed_score,
        0.9 AS value {CARDS}""",
    # Of the whole more than a list is long, of a city or a department fewer.
    """INSERT INTO overdue_case BY NAME
        SELECT subject_id, md5(subject_id || day) AS case_hash, '-' AS item_id,
            DATE '2026-09-01' AS accepted_on, DATE '2026-10-01' AS due_on,
            day + position AS days_over, day > 3 AS is_legal_breach,
            FALSE AS is_provisional
        FROM subject, range(5) AS days (day) WHERE kind = 'organ'""",
    """INSERT INTO honesty_flag BY NAME
        SELECT 'monoculture' AS kind, subject_id,
            DATE '2026-07-01' + day::INTEGER AS month,
            100 + position AS n, 5 AS expected, 2 AS severity
        FROM subject, range(2) AS days (day) WHERE kind = 'organ'""",
    f"""INSERT INTO adjustment BY NAME SELECT {CARD}, 'backlog' AS adjustment,
        length(subject_id) AS value {CARDS}""",
)


@pytest.fixture(scope="module")
def filled(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = tmp_path_factory.mktemp("dealt") / "world"
    shutil.copytree(world, workspace)
    with duckdb.connect(str(workspace / "published" / "v1-internal.duckdb")) as con:
        for statement in MORE:
            con.execute(statement)
    return workspace


@pytest.fixture(autouse=True)
def nothing_is_kept(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVSCORE_DATA", str(filled))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    for kept in ("_answers", "_frames", "_packs", "_hands"):
        monkeypatch.setattr(store, kept, Kept(at_most=1000))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What the file is asked, and of whom."""
    seen: Asked = []
    ask = store._frame

    def noting(file: Path, question: Any) -> pd.DataFrame:
        seen.append((question.question, question.values.get("subject_ids")))
        return ask(file, question)

    monkeypatch.setattr(store, "_frame", noting)
    return seen


def told(question: str) -> dict[str, Any]:
    """Values for all that a question takes, but for the subjects."""
    wanted = parameters(question)
    return {name: value for name, value in VALUES.items() if name in wanted}


def alone(question: str, subject_id: str) -> pd.DataFrame:
    """The answer of a question that is asked for this subject and nobody else."""
    file = publications.current().file(Audience.INTERNAL)
    sql = (locations.queries() / f"{question}.sql").read_text(encoding="utf-8")
    values = {**told(question), "subject_ids": [subject_id]}
    with publications.cursor(file, EVERYTHING) as cursor:
        answer = cursor.execute(sql, values).df()
    assert set(answer.asked_id) <= {subject_id}
    return answer.drop(columns="asked_id")


def plain(row: tuple[Any, ...]) -> list[Any]:
    """Cells as Python has them: pandas' whole numbers are of a type of their own."""
    return [cell.item() if isinstance(cell, np.generic) else cell for cell in row]


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_is_dealt_what_it_would_be_answered_alone(
    question: str, asked: Asked
) -> None:
    rows = 0
    for subject_id in SUBJECTS:
        mine = store.fetch_for(ALL, question, subject_id=subject_id, **told(question))
        # Types as well: a whole number stays one though others' are missing.
        pd.testing.assert_frame_equal(mine, alone(question, subject_id))
        row_by_row = store.rows_for(
            ALL, question, subject_id=subject_id, **told(question)
        )
        assert repr([*map(plain, row_by_row)]) == repr([*map(plain, mine.itertuples())])
        rows += len(mine)
    assert rows
    assert [question for question, _ in asked] == ["subject_packs", question]


@pytest.mark.parametrize("question", QUESTIONS)
def test_nobody_is_dealt_what_they_may_not_see(question: str, asked: Asked) -> None:
    """Though somebody who may see all has asked before."""
    for subject_id in SUBJECTS:
        store.fetch_for(ALL, question, subject_id=subject_id, **told(question))
    asked.clear()
    dealt_to = {
        subject_id: store.fetch_for(
            HOUSING, question, subject_id=subject_id, **told(question)
        )
        for subject_id in SUBJECTS
    }
    assert all(dealt_to[subject_id].empty for subject_id in OUTSIDE)
    # Together only those within the limits; who is outside is asked for alone, in vain.
    packs = [set(subjects) for _, subjects in asked if subjects]
    assert [pack for pack in packs if len(pack) > 1] == [WITHIN]
    assert all(pack <= OUTSIDE for pack in packs if len(pack) == 1)


def test_packs_are_small_and_hold_everybody_once() -> None:
    file = publications.current().file(Audience.INTERNAL)
    sql = (locations.queries() / "subject_packs.sql").read_text(encoding="utf-8")
    with publications.cursor(file, EVERYTHING) as cursor:
        packs = dealt.packs(cursor.execute(sql, {"size": 10}).df())
    # The whole, 6 cities, 8 departments and 48 organs: six packs of ten, and three.
    assert len(packs) == 63
    assert sorted({len(pack) for pack in packs.values()}) == [3, 10]
    assert all(subject in pack for subject, pack in packs.items())
    assert len({tuple(pack) for pack in packs.values()}) == 7


def test_a_subject_that_nobody_knows_has_no_answer() -> None:
    mine = store.fetch_for(
        ALL, "subject_scorecard", subject_id="organ:no/such", **PERIOD
    )
    assert mine.empty
    assert "score" in mine


def test_a_text_that_comes_again_is_held_once() -> None:
    hand = dealt.Hand(
        pd.DataFrame(
            {"asked_id": ["a", "b", "c"], "name": ["On time", "On time", None]}
        )
    )
    (first,), (second,), (third,) = map(hand.rows_of, "abc")
    assert first.name is second.name
    assert third.name is None


def test_a_list_that_is_dealt_out_does_not_hold_on_to_those_of_others() -> None:
    lists = [np.array([1.0, 2.0]), np.array([]), np.array([3.0])]
    hand = dealt.Hand(pd.DataFrame({"asked_id": [*"abc"], "history": lists}))
    (first,), (second,), (third,) = map(hand.rows_of, "abc")
    assert [list(row.history) for row in (first, second, third)] == [[1, 2], [], [3]]
    assert third.history.base is None
