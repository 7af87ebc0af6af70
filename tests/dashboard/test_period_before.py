"""A change is told only where the period before is whole."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard import store
from dashboard.audience import Audience
from tests.dashboard import published, questions
from tests.dashboard.conftest import Open, words

SECOND, THIRD, FOURTH = date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)
Ask = Callable[..., pd.DataFrame]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Data begin in the second quarter: it is not whole, the third one is."""

    def quarter(day: date, before: date | None, is_complete: bool) -> dict[str, object]:
        return {
            "period_kind": "quarter", "period": day, "previous_period": before,
            "is_complete": is_complete,
        }  # fmt: skip

    both = [{"period_kind": "quarter", "period": day} for day in (THIRD, FOURTH)]
    questions.publish(
        tmp_path,
        {
            "publication": [{"headline": ["rate"]}],
            "period": [
                quarter(SECOND, None, False),
                quarter(THIRD, SECOND, True),
                quarter(FOURTH, THIRD, False),
            ],
            "subject": [{"subject_id": "all", "kind": "all"}],
            "indicator": [{"indicator_id": "rate"}],
            "observation": [
                {**each, "indicator_id": "rate", "subject_id": "all", "value": 0.5,
                 "change": 0.1, "state": "ok"}
                for each in both
            ],
            "scorecard": [
                {**each, "subject_id": "all", "score": 80.0, "previous_score": 70.0}
                for each in both
            ],
            "attention": [
                {**each, "subject_id": "all", "indicator_id": "rate", "kind": kind,
                 "position": place, "value": 3.0, "previous_value": 2.0}
                for each in both
                for place, kind in enumerate(("fall", "overdue"), 1)
            ],
        },
    )  # fmt: skip
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))

    def asked(question: str, period: date, **params: object) -> pd.DataFrame:
        return store.fetch_for(
            Audience.INTERNAL,
            question,
            period_kind="quarter",
            period=period,
            **params,  # type: ignore[arg-type]
        )

    yield asked


@pytest.mark.parametrize(
    ("question", "params"),
    [
        ("headline", {"subject_id": "all", "period_end": date(2026, 12, 31)}),
        ("indicator_table", {"subject_id": "all", "period_end": date(2026, 12, 31),
                             "scheme_id": "2026"}),
        ("subject_scorecard", {"subject_id": "all"}),
        ("compare_scorecards", {"subjects": ["all"]}),
    ],
)  # fmt: skip
def test_no_change_is_given_since_an_incomplete_period(
    ask: Ask, question: str, params: dict[str, object]
) -> None:
    assert ask(question, THIRD, **params).change.isna().all()
    assert ask(question, FOURTH, **params).change.notna().all()


def test_a_fall_since_an_incomplete_period_needs_no_attention(ask: Ask) -> None:
    whole = ask("attention", FOURTH)
    assert whole.kind.tolist() == ["fall", "overdue"]
    assert whole.previous_value.tolist() == [2.0, 2.0]
    # The overdue cases are there all the same; how many there were is not known.
    rest = ask("attention", THIRD)
    assert rest.kind.tolist() == ["overdue"]
    assert rest.previous_value.isna().all()


def test_tiles_and_scorecards_say_why_there_is_no_change(
    tmp_path: Path, open_page: Open
) -> None:
    folder = published.publish(tmp_path)
    with duckdb.connect(str(folder / "v1-internal.duckdb")) as con:
        con.execute(
            "UPDATE period SET is_complete = FALSE "
            "WHERE period_kind = 'quarter' AND period = DATE '2026-04-01'"
        )
    overview = words(open_page(tmp_path))
    assert "composite score is" in overview
    assert "down" not in overview
    assert overview.count("earlier period incomplete") == 5
    assert "no change shown" in words(open_page(tmp_path, "department"))
    assert "No change shown" in words(open_page(tmp_path, "compare"))
