"""Who opens which page: tables written by hand, held against every way to a page.

A change of rights in the code fails here until somebody has changed the table too.
"""

from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import audience, navigation
from dashboard.accounts import here, rights
from dashboard.accounts.principal import NOBODY, Principal, Role, Scope
from dashboard.accounts.rights import Right
from dashboard.audience import Audience
from tests.dashboard.conftest import Open, as_role, turn_to, words

DASHBOARD = Path(navigation.__file__).parent
EVERYBODY = "public leader evaluator reviewer steward administrator"
STAFF = "leader evaluator reviewer steward administrator"

# Where the deployment is for insiders. A page that is not here is nobody's.
WHO_OPENS = {
    "overview": STAFF,
    "signals": STAFF,
    "department": STAFF,
    "city": STAFF,
    "compare": STAFF,
    "what_if": STAFF,
    "ranking": EVERYBODY,
    "method": EVERYBODY,
    "quality": "leader steward administrator",
    "assess": "evaluator",
    "review": "reviewer",
    "adjustments": "evaluator reviewer administrator",
    "results": "leader reviewer administrator",
    "cycles": "administrator",
    "polls": "administrator",
    "accounts": "administrator",
    "ballot": EVERYBODY,
}
# Where it is for the public, whoever asks.
PUBLIC_PAGES = ["ranking", "method"]

WHO_MAY = {
    "see_published": EVERYBODY,
    "see_scorecards": STAFF,
    "see_quality": "leader steward administrator",
    "handle_signals": "leader",
    "assess": "evaluator",
    "review": "reviewer",
    "see_adjustments": "evaluator reviewer administrator",
    "see_results": "leader reviewer administrator",
    "see_people": "reviewer administrator",
    "appeal": "leader",
    "decide_appeals": "reviewer",
    "manage_cycles": "administrator",
    "manage_accounts": "administrator",
    "read_audit": "administrator",
}
# What one who is limited to departments or cities may not, whatever the role.
NOT_IF_LIMITED = {"see_quality", "manage_cycles", "manage_accounts", "read_audit"}

LIMITED = Scope(departments=frozenset({"zjj"}))
ROLES = list(Role)
STANDING = {page.name for page in navigation.PAGES}


def person(role: Role) -> Principal:
    return NOBODY if role == Role.PUBLIC else as_role(role)


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_the_rights_of_the_table(role: Role, right: Right) -> None:
    may = role in WHO_MAY[right].split()
    assert rights.can(person(role), right) is may
    limited = Principal(1, "", role, LIMITED)
    assert rights.can(limited, right) is (may and right not in NOT_IF_LIMITED)
    if not may:
        with pytest.raises(rights.NotAllowed):
            rights.check_can(person(role), right)


def test_the_table_knows_every_page() -> None:
    assert set(WHO_OPENS) == STANDING


@pytest.mark.parametrize("role", ROLES)
def test_registered_are_the_pages_of_the_role(role: Role) -> None:
    registered = navigation.pages_of(Audience.INTERNAL, person(role))
    assert [page.name for page in registered] == [
        page.name for page in navigation.PAGES if role in WHO_OPENS[page.name].split()
    ]


@pytest.mark.parametrize("role", ROLES)
def test_a_deployment_for_the_public_has_its_pages_only(role: Role) -> None:
    registered = navigation.pages_of(Audience.PUBLIC, person(role))
    assert [page.name for page in registered] == PUBLIC_PAGES


@pytest.mark.parametrize("page", sorted(STANDING))
@pytest.mark.parametrize("role", ROLES)
def test_every_role_opens_its_pages_and_no_other(
    world: Path, open_page: Open, role: Role, page: str
) -> None:
    app = open_page(world, principal=person(role))
    if role in WHO_OPENS[page].split():
        turn_to(app, page)
        assert not app.exception
    else:
        # Not registered: there is nothing to turn to.
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            turn_to(app, page)


@pytest.mark.parametrize("page", sorted(STANDING))
@pytest.mark.parametrize("role", ROLES)
def test_a_page_run_without_the_frame_refuses_itself(
    world: Path, monkeypatch: pytest.MonkeyPatch, role: Role, page: str
) -> None:
    monkeypatch.setenv("GOVSCORE_DATA", str(world))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    monkeypatch.setattr(here, "principal", lambda: person(role))
    monkeypatch.setattr(here, "_record", lambda *_: None)
    if role not in WHO_OPENS[page].split():
        _refuses_itself(page)


@pytest.mark.parametrize("page", sorted(STANDING - set(PUBLIC_PAGES)))
def test_an_internal_page_refuses_itself_in_a_public_deployment(
    world: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setenv("GOVSCORE_DATA", str(world))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "public")
    _refuses_itself(page)


def _refuses_itself(page: str) -> None:
    app = AppTest.from_file(navigation.page(page).path, default_timeout=30).run()
    assert app.exception
    assert not words(app)
    assert not app.metric
    assert not app.dataframe


@pytest.mark.parametrize("page", sorted(STANDING - set(PUBLIC_PAGES)))
def test_a_public_deployment_does_not_know_internal_pages(
    world: Path, open_page: Open, page: str
) -> None:
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        open_page(world, page, "public")


def test_every_page_asks_first_who_is_there() -> None:
    """The first thing a page's script does is to enter under its own name."""
    for page in navigation.PAGES:
        text = Path(page.path).read_text(encoding="utf-8")
        assert f'here.enter("{page.name}")' in text


def test_a_dialog_asks_anew_who_is_there() -> None:
    """It runs without its page, with whatever it caught when it was opened."""
    found = 0
    for file in sorted(DASHBOARD.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        for called in _dialogs(compile(text, file.name, "exec"), text):
            found += 1
            assert not {"reader", "principal"} & set(called.co_freevars), file
    assert found >= 4


def _dialogs(code: CodeType, text: str) -> Iterator[CodeType]:
    """Functions under st.dialog, wherever they are defined; of them the code."""
    lines = text.splitlines()
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            # The first line of a decorated function is its decorator's.
            if lines[inner.co_firstlineno - 1].strip().startswith("@st.dialog"):
                yield inner
            yield from _dialogs(inner, text)


def test_a_limited_leader_does_not_open_data_quality(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, principal=as_role("leader", scope=LIMITED))
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        turn_to(app, "quality")


def test_no_store_is_asked_where_the_deployment_is_for_the_public(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "public")
    monkeypatch.setenv("GOVSCORE_STORE", "sqlite:////nowhere/at/all.sqlite")
    assert here.principal() == NOBODY
    assert audience.of_deployment() == Audience.PUBLIC
