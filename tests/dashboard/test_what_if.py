"""Other weights, other places: one question answers for a tree of any depth."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import store
from dashboard.audience import Audience
from tests.dashboard import published, questions
from tests.dashboard.conftest import Open, words
from tests.dashboard.questions import named

QUARTER: dict[str, Any] = {"period_kind": "quarter", "period": date(2026, 7, 1)}
Try = Callable[..., pd.DataFrame]
# Ada: 0.3 x 80 + 0.7 x 60 = 66, and the root of 100 x 25 is 50.
# Bo: 0.3 x 50 + 0.7 x 60 = 57, and the root of 64 x 36 is 48; two points of bonus.
SCORES = {
    "ada": {"i1": 80, "i2": 60, "i3": 100, "i4": 20, "i5": 30},
    "bo": {"i1": 50, "i2": 60, "i3": 64, "i4": 30, "i5": 42},
}
PILLAR_OF = {"i1": "plain", "i2": "plain", "i3": "root", "i4": "inner", "i5": "inner"}
SHARES = {"i1": 0.3, "i2": 0.7, "i3": 0.5, "i4": 0.5, "i5": 0.5}


def pillar(
    name: str, parent: str | None, depth: int, share: float, mean: str, position: int
) -> dict[str, Any]:
    return {
        "scheme_id": "s", "pillar": name, "name": named(name), "parent": parent,
        "depth": depth, "share": share, "mean": mean, "position": position,
        "floor": 1.0, "weight": share,
    }  # fmt: skip


@pytest.fixture
def tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Try:
    questions.publish(
        tmp_path,
        {
            "scheme": [{"scheme_id": "s", "mean": "arithmetic"}],
            "scheme_pillar": [
                pillar("plain", None, 1, 0.5, "arithmetic", 1),
                pillar("root", None, 1, 0.5, "geometric", 2),
                pillar("inner", "root", 2, 0.5, "arithmetic", 3),
            ],
            "scheme_indicator": [
                {"scheme_id": "s", "indicator_id": i, "pillar": p, "share": SHARES[i]}
                for i, p in PILLAR_OF.items()
            ],
            "indicator": [
                {"indicator_id": i, "short_name": named(i), "position": place}
                for place, i in enumerate(PILLAR_OF)
            ],
            "subject": [
                {"subject_id": who, "kind": "city", "name": named(who)}
                for who in ("ada", "bo", "unranked")
            ],
            "score": [
                {
                    "scheme_id": "s", "indicator_id": i, "pillar": PILLAR_OF[i],
                    "subject_id": who, "score": float(points), "weight": 0.2, **QUARTER,
                }
                for who, of in SCORES.items()
                for i, points in of.items()
            ],
            "scorecard": [
                {"scheme_id": "s", "subject_id": "ada", "score": 58.0, "rank": 1,
                 "adjustment": 0.0, **QUARTER},
                {"scheme_id": "s", "subject_id": "bo", "score": 54.5, "rank": 2,
                 "adjustment": 2.0, **QUARTER},
                {"scheme_id": "s", "subject_id": "unranked", "rank": None, **QUARTER},
            ],
        },
    )  # fmt: skip
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))

    def answer(**moved: float) -> pd.DataFrame:
        nodes = [name.replace("__", ":") for name in moved]
        return store.fetch_for(
            Audience.INTERNAL,
            "trial_ranks",
            kind="city",
            nodes=nodes,
            weights=[str(weight) for weight in moved.values()],
            language="en",
            **QUARTER,
        )

    return answer


def scores(rows: pd.DataFrame) -> dict[str, tuple[float, int]]:
    return {
        row.subject_id: (row.trial_score, row.trial_rank) for row in rows.itertuples()
    }


def test_as_declared_everybody_stands_where_the_scheme_puts_them(tried: Try) -> None:
    assert scores(tried()) == {"ada": (58.0, 1), "bo": (54.5, 2)}


def test_a_pillar_without_weight_does_not_count(tried: Try) -> None:
    # 50 against 48 and two of bonus: both first.
    rows = tried(pillar__plain=0, pillar__root=50)
    assert scores(rows) == {"ada": (50.0, 1), "bo": (50.0, 1)}
    assert list(rows.moved_count) == [1, 1]


def test_only_the_ratio_of_siblings_counts(tried: Try) -> None:
    # Three to one: (3 x 66 + 50) / 4 and (3 x 57 + 48) / 4 + 2.
    for three, one in ((75, 25), (3, 1)):
        rows = tried(pillar__plain=three, pillar__root=one)
        assert scores(rows) == {"ada": (62.0, 1), "bo": (56.75, 2)}


def test_weights_move_inside_a_pillar_and_inside_that(tried: Try) -> None:
    # Only the first indicator: 80 and 50.
    rows = tried(indicator__i1=1, indicator__i2=0)
    assert scores(rows) == {"ada": (65.0, 1), "bo": (51.0, 2)}
    # Only the fifth, beside the third under the root: the root of 100 x 30, of 64 x 42.
    rows = tried(indicator__i4=0, indicator__i5=1)
    assert scores(rows)["ada"][0] == pytest.approx(33 + 3000**0.5 / 2, abs=1e-6)
    assert scores(rows)["bo"][0] == pytest.approx(28.5 + 2688**0.5 / 2 + 2, abs=1e-6)


def sliders(app: AppTest) -> dict[str, int]:
    return {slider.label: slider.value for slider in app.slider}


def reset(app: AppTest) -> Any:
    return next(each for each in app.button if "official weights" in each.label)


def test_the_page_says_that_nothing_of_it_is_official(
    tmp_path: Path, open_page: Open
) -> None:
    published.publish(tmp_path)
    app = open_page(tmp_path, "what_if", kind="city")
    assert "not the official scores" in app.info[0].value
    assert "These are the official weights" in words(app)
    assert reset(app).disabled


def test_what_the_address_says_is_moved(tmp_path: Path, open_page: Open) -> None:
    published.publish(tmp_path)
    app = open_page(tmp_path, "what_if", weights="pillar:satisfaction~80")
    assert sliders(app)["Satisfaction"] == 80
    assert "change place" in words(app)
    assert not reset(app).disabled


@pytest.mark.parametrize(
    "hostile",
    [
        "pillar:satisfaction~101",
        "pillar:satisfaction~-1",
        "pillar:satisfaction~nan",
        "pillar:satisfaction~١٢",
        "'); DROP TABLE score; --~5",
        "~,~,,",
    ],
)
def test_what_is_no_weight_is_passed_over(
    tmp_path: Path, open_page: Open, hostile: str
) -> None:
    published.publish(tmp_path)
    app = open_page(tmp_path, "what_if", weights=hostile)
    assert "These are the official weights" in words(app)
