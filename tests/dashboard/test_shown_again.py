"""What a page keeps from one run to the next: the same for all who may see the same,
nobody else's, and nothing asked twice."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import drawings, navigation, session, store
from dashboard.accounts import here
from dashboard.accounts.principal import Role, Scope
from dashboard.kept import Kept, KeptByBytes
from tests.dashboard.conftest import Open, as_role, words

PAGES = [
    *("overview", "signals", "department", "city", "compare", "what_if"),
    *("ranking", "method", "quality"),
]
HOUSING = as_role(Role.LEADER, scope=Scope(departments=frozenset({"zjj"})))


@pytest.fixture
def nothing_is_kept() -> None:
    drawings._section.clear()


def elements(app: AppTest) -> list[tuple[str, bytes]]:
    """What is on the page, in order, as it was sent."""

    def within(node: object) -> Iterator[tuple[str, bytes]]:
        for child in getattr(node, "children", {}).values():
            if (proto := getattr(child, "proto", None)) is not None:
                yield child.type, proto.SerializeToString(deterministic=True)
            yield from within(child)

    # What holds the place of a page that is being made, and files whose name is chance.
    passing = ("skeleton", "empty", "download_button")
    return [each for each in within(app.main) if each[0] not in passing]


@pytest.mark.usefixtures("nothing_is_kept")
@pytest.mark.parametrize(
    ("page", "address"),
    [
        *((page, {}) for page in PAGES),
        ("signals", {"view": "funnels"}),
        ("department", {"subject": "organ:230100/gaj", "lang": "zh"}),
    ],
)
def test_a_page_is_the_same_again_and_asks_nothing_twice(
    world: Path,
    open_page: Open,
    page: str,
    address: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: Counter[str] = Counter()
    told = store._answered

    def counting(*args: object) -> object:
        # Whether as a frame or row by row.
        asked[repr(args[:3])] += 1
        return told(*args)  # type: ignore[arg-type]

    app = open_page(world, page, **address)
    assert not app.exception
    made = elements(app)
    assert len(made) > 10
    monkeypatch.setattr(store, "_answered", counting)
    again = elements(app.run())
    assert again == made
    assert [question for question, times in asked.items() if times > 1] == []
    assert asked


@pytest.mark.usefixtures("nothing_is_kept")
def test_a_limited_reader_is_never_shown_what_was_made_for_another(
    world: Path, open_page: Open
) -> None:
    for page in ("overview", "department", "compare"):
        everything = words(open_page(world, page))
        limited = words(open_page(world, page, principal=HOUSING))
        assert "Public Security" in everything
        assert "Public Security" not in limited
        assert words(open_page(world, page)) == everything


@pytest.mark.usefixtures("nothing_is_kept")
def test_links_lead_to_the_period_and_language_of_who_follows_them(
    world: Path, open_page: Open
) -> None:
    def leads_to(**address: str) -> dict[str, list[str]]:
        link = open_page(world, "ranking", **address).get("page_link")[0]
        return parse_qs(link.proto.query_string)

    for asked in ("quarter:2026-07-01", "quarter:2026-04-01"):
        assert leads_to(period=asked)["period"] == [asked]
    assert leads_to(lang="zh")["lang"] == ["zh"]


@pytest.mark.usefixtures("nothing_is_kept")
def test_what_has_no_period_is_made_once_for_all_periods(
    world: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(world, "department", period="quarter:2026-07-01")
    made: list[str] = []
    made_before = drawings._made

    def noting(make: Any, *args: Any) -> Any:
        made.append(f"{make.__module__}.{make.__qualname__}")
        return made_before(make, *args)

    monkeypatch.setattr(drawings, "_made", noting)
    app.query_params["period"] = "quarter:2026-04-01"
    assert not app.run().exception
    assert "dashboard.scorecard.heading.draw" in made
    of_now = ("scorecard.backlog", "scorecard.overdue", "score_trend")
    assert not [each for each in made if each.startswith(of_now, len("dashboard."))]


def test_what_is_made_for_all_periods_cannot_have_a_link() -> None:
    with (
        pytest.raises(RuntimeError, match="must not have links"),
        session.without_links(),
    ):
        session.link()


def test_who_reads_cannot_be_asked_while_something_is_made_for_everybody() -> None:
    with pytest.raises(RuntimeError, match="who is reading"):
        drawings._made(here.principal, (), {})
    with pytest.raises(RuntimeError, match="who is reading"):
        drawings._made(here.later, (), {})


def test_the_reader_is_asked_for_once_a_run_and_anew_at_the_next(
    world: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(world, "department")
    leader, asked = here.principal(), []
    monkeypatch.setattr(here, "principal", lambda: asked.append("who") or leader)
    app.run()
    assert asked == ["who"]
    assert not app.exception
    # The account is disabled between two clicks.
    monkeypatch.setattr(here, "principal", lambda: here.NOBODY)
    said = words(app.run())
    assert "You are not signed in" in said
    assert "Public Security" not in said


def test_hundreds_who_ask_for_the_same_wait_for_one_to_make_it() -> None:
    made: list[int] = []
    together = threading.Barrier(8)
    kept: Kept[str] = Kept(at_most=2)

    def make() -> str:
        made.append(1)
        time.sleep(0.05)
        return "answer"

    def ask(_reader: int) -> str:
        together.wait()
        return kept.get("question", make)

    with ThreadPoolExecutor(8) as readers:
        assert set(readers.map(ask, range(8))) == {"answer"}
    assert len(made) == 1


def test_what_failed_is_made_again_and_what_is_not_used_is_forgotten() -> None:
    kept: Kept[int] = Kept(at_most=2)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", lambda: 1) == 1
    kept.get("b", lambda: 2)
    kept.get("c", lambda: 3)
    assert kept.get("a", lambda: 4) == 4
    assert kept.get("c", lambda: 5) == 3


def test_large_results_are_kept_within_so_many_bytes() -> None:
    kept: KeptByBytes[bytes] = KeptByBytes(at_most=100, weigh=len)
    made: list[str] = []

    def make(key: str, size: int) -> bytes:
        made.append(key)
        return bytes(size)

    def ask(key: str, size: int) -> None:
        assert len(kept.get(key, lambda: make(key, size))) == size

    for number in range(20):
        ask(str(number), 10)
    made.clear()
    # Ten of ten bytes; what was made last is kept besides.
    for number in range(19, 9, -1):
        ask(str(number), 10)
    assert made == []
    ask("9", 10)
    assert made == ["9"]
    # Larger than all that may be kept: it is answered, and nothing else stays.
    ask("large", 500)
    made.clear()
    ask("11", 10)
    assert made == ["11"]


def test_every_page_of_figures_is_looked_at_here() -> None:
    figures = [page.name for page in navigation.PAGES if not page.needs_store]
    assert figures == PAGES
