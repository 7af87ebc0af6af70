"""What the ranking page asks: places, groups, and who cannot be told apart."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard import store
from dashboard.audience import Audience
from tests.dashboard import questions
from tests.dashboard.questions import named

QUARTER = date(2026, 7, 1)
Ask = Callable[..., pd.DataFrame]

# id, group, state, rank, likely places, place in the group, ranked at all
ROWS = (
    # Any of the first three could hold another's place, but for the first and third.
    ("a", "large", "ranked", 1, (1, 2), 1, True),
    ("b", "small", "ranked", 2, (1, 3), 1, True),
    ("c", "small", "ranked", 3, (2, 3), 2, True),
    # Far behind, and sure of it.
    ("d", "large", "ranked", 4, (4, 4), 2, True),
    # Its range reaches the fourth place, whose own range does not reach back.
    ("e", "small", "ranked", 5, (4, 5), 3, True),
    ("f", "large", "listed", None, (None, None), None, True),
    ("g", "large", "listed", None, (None, None), None, False),
    ("h", "small", "withheld", None, (None, None), None, True),
    ("i", "small", "no_data", None, (None, None), None, True),
)


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    subjects: list[dict[str, Any]] = []
    ranking: list[dict[str, Any]] = []
    for place, (name, group, state, rank, likely, within, ranked) in enumerate(ROWS):
        subject = f"city:{name}"
        subjects.append({
            "subject_id": subject, "kind": "city", "name": named(f"City {name}"),
            "short_name": named(name), "peer_group": group, "ranked": ranked,
            "position": place,
        })  # fmt: skip
        ranking.append({
            "subject_id": subject, "kind": "city", "peer_group": group,
            "period_kind": "quarter", "period": QUARTER, "state": state, "rank": rank,
            "rank_low": likely[0], "rank_high": likely[1], "peers": 5,
            "group_rank": within, "group_rank_low": within, "group_rank_high": within,
            "group_peers": 3, "tier": rank and 1,
        })  # fmt: skip
    # Of another quarter and of another kind: never to be seen.
    other = {"subject_id": "city:a", "kind": "city", "peer_group": "large"}
    ranking.append(
        {
            **other,
            "period_kind": "quarter",
            "period": date(2026, 4, 1),
            "state": "ranked",
        }
    )
    ranking.append({
        **other, "kind": "department", "period_kind": "quarter", "period": QUARTER,
        "state": "ranked",
    })  # fmt: skip
    questions.publish(
        tmp_path,
        {
            "subject": subjects,
            "satisfaction_ranking": ranking,
            "peer_group": [
                {"peer_group": "large", "kind": "city", "name": named("Large")},
                {"peer_group": "small", "kind": "city", "name": named("Small")},
                {"peer_group": "nobody", "kind": "city", "name": named("Nobody")},
            ],
        },
    )
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))

    def asked(question: str = "ranking_rows", **params: Any) -> pd.DataFrame:
        given = {"kind": "city", "language": "en", **params}
        if question == "ranking_rows":
            quarter = {"period_kind": "quarter", "period": QUARTER, "peer_group": ""}
            given = {**quarter, **given}
        return store.fetch_for(Audience.PUBLIC, question, **given)

    return asked


def test_the_ranked_come_first_then_listed_withheld_and_nothing(ask: Ask) -> None:
    rows = ask()
    assert list(rows.short_name) == list("abcdefghi")
    assert list(rows.state[5:]) == ["listed", "listed", "withheld", "no_data"]


def test_two_are_tied_when_each_could_hold_the_place_of_the_other(ask: Ask) -> None:
    rows = ask().set_index("short_name")
    tied = {name: list(names) for name, names in rows.tied_with.items()}
    assert tied == {
        "a": ["b"],
        "b": ["a", "c"],
        "c": ["b"],
        "d": [],
        # d's place lies in e's range, but e's place does not lie in d's.
        "e": [],
        "f": [], "g": [], "h": [], "i": [],
    }  # fmt: skip


def test_within_a_group_places_are_those_of_the_group(ask: Ask) -> None:
    rows = ask(peer_group="small")
    assert list(rows.short_name) == ["b", "c", "e", "h", "i"]
    assert list(rows["rank"].dropna()) == [1, 2, 3]
    assert list(rows.peers.dropna().unique()) == [3]
    # Their places within the group are certain, so nobody shares one.
    assert [list(names) for names in rows.tied_with] == [[], [], [], [], []]


def test_who_is_never_ranked_is_told_from_who_has_too_few_ratings(ask: Ask) -> None:
    rows = ask().set_index("short_name")
    assert bool(rows.may_be_ranked["f"]) is True
    assert bool(rows.may_be_ranked["g"]) is False


def test_only_groups_with_someone_in_the_ranking_are_offered(ask: Ask) -> None:
    assert list(ask("ranking_groups").peer_group) == ["large", "small"]
