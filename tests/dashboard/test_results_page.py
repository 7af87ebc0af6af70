"""The page of results and appeals, as each role has it, through AppTest."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from dashboard.accounts.principal import Principal, Role
from dashboard.assessments import appeals, results
from dashboard.database import columns, engine
from dashboard.database.models.appeals import Appeal
from dashboard.database.models.cycles import Cycle
from tests.dashboard.assessments import decided
from tests.dashboard.assessments import world as tiny
from tests.dashboard.assessments.appealed import ITEMS, Published, stored
from tests.dashboard.assessments.decided import judge
from tests.dashboard.assessments.world import LABOUR, NOW, POLICE
from tests.dashboard.conftest import Open, as_role, words


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two days into publicity: Thursday 22 October, three working days are left."""
    at = NOW + timedelta(days=2)
    monkeypatch.setattr(columns, "now", lambda: at)


@pytest.fixture
def published(store: str, world: Path, monkeypatch: pytest.MonkeyPatch) -> Published:
    monkeypatch.setenv("GOVSCORE_DATA", str(world))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    return Published()


@pytest.fixture
def shown(open_page: Open, world: Path):  # type: ignore[no-untyped-def]
    def opened(who: Principal, **address: str) -> AppTest:
        app = open_page(world, "results", principal=who, **address)
        assert not app.exception
        return app

    return opened


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [each for each in app.button if each.label == label]
    app = button.click().run()
    assert not app.exception
    return app


def metrics(app: AppTest) -> dict[str, str]:
    return {each.label: each.value for each in app.metric}


def test_before_anything_is_published_it_says_so(shown, store: str) -> None:
    decided.build()
    for role in (Role.LEADER, Role.REVIEWER):
        assert "No assessment results are published" in words(shown(as_role(role)))


def test_an_administrator_publishes_with_a_preview(shown, store: str) -> None:
    world = decided.build()
    judge(world, "wang", POLICE, 95)
    app = shown(world.principal("zheng"))
    told = metrics(app)
    # Nine assignments have no approved assessment; only the police have a total.
    assert (told["Subjects"], told["With a total"]) == ("3", "1")
    assert told["Assessments not approved"] == "9"
    app = press(app, "Publish the results")
    assert "Tick the box first" in words(app)
    app.checkbox[0].check()
    app = press(app, "Publish the results")
    assert "neither approved nor left out" in words(app)
    app.text_input[0].input("演示周期，未评")
    app.checkbox[0].check()
    app = press(app, "Publish the results")
    # Published on Thursday the 22nd: five working days to the next Thursday.
    assert "**5 working days** left (until 2026-10-29)" in words(app)
    with engine.reading() as session:
        assert session.get_one(Cycle, world.cycle).state == "publicity"


def test_what_cannot_be_left_out_is_named_and_there_is_no_button(
    shown, store: str
) -> None:
    world = decided.build()
    decided.adjust(world, POLICE, "bonus", "city_award", 1, state="submitted")
    app = shown(world.principal("zheng"))
    assert "adjustments to decide: 1" in words(app)
    assert not any(each.label == "Publish the results" for each in app.button)


def test_closing_too_early_is_refused_with_a_sentence(
    shown, published: Published
) -> None:
    app = press(shown(published.person("zheng")), "Close the cycle")
    assert "Too early" in words(app)


def test_a_leader_sees_their_own_unit_and_no_other(shown, published: Published) -> None:
    app = shown(published.person("wu"))
    said = words(app)
    assert "**3 working days** left (until 2026-10-27)" in said
    # 0.7 x 87 + 0.3 x 95
    assert metrics(app)["Total"] == "89.40"
    rows = app.table[0].value
    assert rows["Assessors"].tolist() == ["2", "1"]
    # 84 and 90 lie 3 from their mean: sqrt(18 / 1) = 4.24
    assert rows["Spread"].tolist() == ["4.24", "—"]
    everything = said + app.table[0].value.to_string()
    for other in ("Human Resources", "Civil Affairs", "wang", "zhao"):
        assert other not in everything


def test_a_leader_without_a_unit_is_told_so(shown, published: Published) -> None:
    assert "names no unit" in words(shown(as_role(Role.LEADER)))


def test_the_edge_of_the_quota_is_explained(shown, published: Published) -> None:
    app = shown(published.person("qian"), subject=LABOUR)
    # 0.7 x 89 + 0.3 x 95 = 90.8: reaches 90 and has the one place of two.
    assert "**Excellent**: the total reaches the cut-off of 90. Rank 1 of 2" in words(
        app
    )


def test_a_category_too_small_for_a_place_is_told_so(shown, store: str) -> None:
    world = decided.build()
    judge(world, "wang", POLICE, 95)
    with engine.writing() as session:
        cycle = session.get_one(Cycle, world.cycle)
        cycle.state, cycle.published_at = "closed", NOW
        results.compute(session, world.cycle, NOW)
    # floor(1 x 0.3) = 0
    assert "in a category of 1 the quota comes to no place (rank 1)" in words(
        shown(world.principal("wu"))
    )


def test_results_of_people_are_for_home_and_for_named_roles(
    shown, published: Published
) -> None:
    world = published.world
    with engine.writing() as session:
        tiny.add_subject(session, world.cycle, "official:liu", {"en": "Liu"})
        results.compute(session, world.cycle, NOW)
    assert "Liu" not in words(shown(published.person("wu")))
    for name in ("zheng", "qian"):
        table = shown(published.person(name)).dataframe[0].value
        assert "Liu" in table["Subject"].tolist()


def test_a_leader_appeals_and_reads_the_decision(shown, published: Published) -> None:
    app = shown(published.person("wu"))
    app = press(app, "Appeal")
    assert "Choose the method" in words(app)
    app.selectbox[-1].select(published.world.methods["expert"])
    app.text_area[0].input("漏评 **一网通办** 系统")
    app = press(app, "Appeal")
    said = words(app)
    assert r"漏评 \*\*一网通办\*\* 系统" in said
    # Ten working days after Thursday 22 October: Thursday 5 November.
    assert "To be answered by 2026-11-05: 10 working days left" in said
    (appeal,) = every()
    # A proposal is not told before it is confirmed.
    appeals.propose(
        published.person("sun"), appeal, 1, "amended", "确有漏评", published.better()
    )
    said = words(shown(published.person("wu")))
    assert "确有漏评" not in said
    assert "In hand" in said
    appeals.confirm(published.person("chen"), appeal, 2)
    app = shown(published.person("wu"))
    assert "Answered on 2026-10-22: 确有漏评" in words(app)
    # 0.7 x 87.9 + 28.5
    assert metrics(app)["Total"] == "90.03"
    assert "Version 2" in words(app)


def every() -> list[int]:
    with engine.reading() as session:
        return list(session.scalars(select(Appeal.appeal_id)))


def test_two_of_the_board_amend_with_both_versions_side_by_side(
    shown, published: Published
) -> None:
    appeal = published.appeal()
    app = shown(published.person("sun"))
    (decision,) = [each for each in app.segmented_control if each.label == "Decision"]
    app = decision.set_value("amended").run()
    key = f"amend_{published.expert['wang']}_{ITEMS[0]}"
    app.number_input(key=key).set_value(96.0)
    app.text_area[0].input("确有漏评")
    app = press(app, "Propose")
    assert "Proposed: **Amend**" in words(app)
    # Not by the same person.
    assert not any(each.label == "Confirm" for each in app.button)
    app = shown(published.person("chen"))
    table = app.table[0].value
    assert table["Assessor 1"].tolist() == [
        "84.00 → **96.00**",
        *["84.00"] * 5,
        "84.00 → **85.80**",  # 0.85 x 84 + 0.15 x 96
    ]
    assert table["Assessor 2"].tolist() == ["90.00"] * 7
    press(app, "Confirm")
    assert stored(appeal).state == "amended"


def test_a_second_member_sends_a_proposal_back(shown, published: Published) -> None:
    appeal = published.appeal()
    appeals.propose(published.person("sun"), appeal, 1, "upheld", "维持")
    app = press(shown(published.person("chen")), "Do not confirm")
    assert "Say why" in words(app)
    app.text_input[0].input("材料不足")
    app = press(app, "Do not confirm")
    assert "The last proposal was not confirmed: 材料不足" in words(app)


def test_who_had_a_part_reads_that_others_decide(shown, published: Published) -> None:
    published.appeal()
    app = shown(published.person("qian"))
    assert "other reviewers decide" in words(app)
    assert not any(each.label in ("Propose", "Confirm") for each in app.button)


def test_late_appeals_are_flagged(
    shown, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.appeal()
    # Two working days after the limit of 3 November.
    late = datetime(2026, 11, 5, 2, tzinfo=NOW.tzinfo)
    monkeypatch.setattr(columns, "now", lambda: late)
    said = words(shown(published.person("sun")))
    assert "1 appeal is past its limit" in said
    assert "**2 working days late**" in said


def test_after_the_limit_there_is_no_form(
    shown, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = datetime(2026, 10, 28, 2, tzinfo=NOW.tzinfo)
    monkeypatch.setattr(columns, "now", lambda: over)
    app = shown(published.person("wu"))
    assert "The time for appeals ended on 2026-10-27" in words(app)
    assert not app.text_area
