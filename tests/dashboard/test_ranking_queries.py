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

# id, group, state, rank, tier, place and tier in the group, ranked at all
ROWS = (
    ("a", "large", "ranked", 1, 1, (1, 1), True),
    ("b", "small", "ranked", 2, 1, (1, 1), True),
    ("c", "small", "ranked", 3, 1, (2, 2), True),
    ("d", "large", "ranked", 4, 2, (2, 2), True),
    ("e", "small", "ranked", 5, 3, (3, 2), True),
    ("f", "large", "listed", None, None, (None, None), True),
    ("g", "large", "listed", None, None, (None, None), False),
    ("h", "small", "withheld", None, None, (None, None), True),
    ("i", "small", "no_data", None, None, (None, None), True),
)


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    subjects: list[dict[str, Any]] = []
    ranking: list[dict[str, Any]] = []
    members: list[dict[str, Any]] = []
    for place, (name, group, state, rank, tier, within, ranked) in enumerate(ROWS):
        subject = f"city:{name}"
        quarter = {"period_kind": "quarter", "period": QUARTER}
        subjects.append({
            "subject_id": subject, "kind": "city", "name": named(f"City {name}"),
            "short_name": named(name), "peer_group": group, "ranked": ranked,
            "position": place,
        })  # fmt: skip
        ranking.append({
            "subject_id": subject, "kind": "city", "peer_group": group, **quarter,
            "state": state, "rank": rank, "rank_low": rank, "rank_high": rank,
            "peers": 5, "tier": tier,
        })  # fmt: skip
        members.append({
            "subject_id": subject, "peer_group": group, **quarter, "rank": within[0],
            "rank_low": within[0], "rank_high": within[0], "tier": within[1],
            "peers": 3,
        })  # fmt: skip
    # c is also one of the many; of another quarter a is too.
    many = {"peer_group": "many", "period_kind": "quarter", "tier": 1, "peers": 1}
    members.append({"subject_id": "city:c", "period": QUARTER, "rank": 1, **many})
    before = {"period": date(2026, 4, 1), "rank": 1}
    members.append({"subject_id": "city:a", **before, **many})
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
            "subject_group": members,
            "peer_group": [
                {
                    "peer_group": "many",
                    "kind": "city",
                    "name": named("Many"),
                    "basis": "volume",
                    "from_n": 3000,
                },
                {
                    "peer_group": "few",
                    "kind": "city",
                    "name": named("Few"),
                    "basis": "volume",
                    "from_n": 0,
                },
                {
                    "peer_group": "large",
                    "kind": "city",
                    "name": named("Large"),
                    "basis": "declared",
                },
                {
                    "peer_group": "small",
                    "kind": "city",
                    "name": named("Small"),
                    "basis": "declared",
                },
                {
                    "peer_group": "nobody",
                    "kind": "city",
                    "name": named("Nobody"),
                    "basis": "declared",
                },
            ],
        },
    )
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))

    def asked(question: str = "ranking_rows", **params: Any) -> pd.DataFrame:
        given = {"kind": "city", "language": "en", **params}
        given = {"period_kind": "quarter", "period": QUARTER, **given}
        if question == "ranking_rows":
            given = {"peer_group": "", **given}
        return store.fetch_for(Audience.PUBLIC, question, **given)

    return asked


def test_the_ranked_come_first_then_listed_withheld_and_nothing(ask: Ask) -> None:
    rows = ask()
    assert list(rows.short_name) == list("abcdefghi")
    assert list(rows.state[5:]) == ["listed", "listed", "withheld", "no_data"]


def test_mates_are_who_else_is_in_the_tier_nearest_first(ask: Ask) -> None:
    rows = ask().set_index("short_name")
    mates = {name: list(names) for name, names in rows.mates.items()}
    assert mates == {
        "a": ["b", "c"],
        "b": ["a", "c"],
        "c": ["b", "a"],
        "d": [], "e": [], "f": [], "g": [], "h": [], "i": [],
    }  # fmt: skip


def test_within_a_group_places_and_tiers_are_those_of_the_group(ask: Ask) -> None:
    rows = ask(peer_group="small")
    assert list(rows.short_name) == ["b", "c", "e", "h", "i"]
    assert list(rows["rank"].dropna()) == [1, 2, 3]
    assert list(rows.peers.dropna().unique()) == [3]
    # b and c are of one tier among all, and of two in the group.
    assert [list(names) for names in rows.mates] == [[], ["e"], ["c"], [], []]


def test_a_group_by_volume_holds_who_is_in_it_in_that_quarter(ask: Ask) -> None:
    assert list(ask(peer_group="many").short_name) == ["c"]


def test_who_is_never_ranked_is_told_from_who_has_too_few_ratings(ask: Ask) -> None:
    rows = ask().set_index("short_name")
    assert bool(rows.may_be_ranked["f"]) is True
    assert bool(rows.may_be_ranked["g"]) is False


def test_only_groups_with_someone_in_the_ranking_are_offered(ask: Ask) -> None:
    assert list(ask("ranking_groups").peer_group) == ["large", "small", "many"]
