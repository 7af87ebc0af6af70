"""Two replicas are one dashboard: whoever ends, nothing that was said is untrue."""

import asyncio
import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect, sync_playwright
from sqlalchemy import select

from dashboard.accounts import cookies, directory
from dashboard.accounts.principal import Role
from dashboard.database import engine
from dashboard.database.models.accounts import SignedIn
from dashboard.database.models.assessments import Assessment
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.dashboard import published
from tests.databases import Cluster
from tests.replicas import evaluators, page
from tests.replicas.evaluators import Evaluator
from tests.replicas.fleet import Fleet

PASSWORD = "correct horse battery"
NO_ANSWER = "The assessment store does not answer"


@contextmanager
def looking(replicas: Fleet) -> Iterator[list[int]]:
    """A stranger who comes anew all the time; what the answers were."""
    ending, answered = threading.Event(), list[int]()

    def look() -> None:
        while not ending.is_set():
            with replicas.reader() as reader:
                answered.append(reader.get("/").status_code)
                answered.append(reader.get("/healthz").status_code)
            time.sleep(0.05)

    looker = threading.Thread(target=look)
    looker.start()
    try:
        yield answered
    finally:
        ending.set()
        looker.join()


def until_more(at_desks: list[Evaluator], saves: int = 3) -> None:
    """Until each has had so many more saves acknowledged."""
    wanted = [len(each.acknowledged) + saves for each in at_desks]
    until = time.monotonic() + 60
    while any(
        len(each.acknowledged) < goal
        for each, goal in zip(at_desks, wanted, strict=True)
    ):
        assert time.monotonic() < until, [each.said for each in at_desks]
        time.sleep(0.05)


def test_signing_in_at_one_replica_holds_at_the_other(replicas: Fleet) -> None:
    directory.add(None, "wang.fang", Role.LEADER, password=PASSWORD)
    # From an address of its own, with a lie about it: the proxy knows better.
    away = httpx.HTTPTransport(verify=replicas.trusted, local_address="127.0.0.9")
    with replicas.reader(1, transport=away) as reader:
        form = reader.get("/sign-in").text
        (token,) = re.findall(r'name="form_token" value="([^"]+)"', form)
        answer = reader.post(
            "/sign-in",
            data={"name": "wang.fang", "password": PASSWORD, "form_token": token},
            headers={"X-Forwarded-For": "203.0.113.9"},
        )
        assert answer.status_code == 303
        (said,) = [
            each
            for each in answer.headers.get_list("set-cookie")
            if each.startswith(cookies.SESSION)
        ]
        for word in ("HttpOnly", "SameSite=lax", "Secure", "Path=/"):
            assert word in said
        session = reader.cookies[cookies.SESSION]
    with engine.reading() as stored:
        addresses = set(stored.scalars(select(SignedIn.address)))
    assert "127.0.0.9" in addresses and "203.0.113.9" not in addresses
    for replica in (1, 2):
        assert "metric" in page.seen(replicas, session, replica, "overview").kinds()


def test_a_browser_stays_with_the_replica_of_its_page(replicas: Fleet) -> None:
    with replicas.reader() as reader:
        first = reader.get("/").headers["set-cookie"]
        belongs = reader.cookies["govscore_replica"]
        assert belongs in {"1", "2"}
        for word in ("Secure", "HttpOnly", "SameSite=Lax"):
            assert word in first
        # Told once; and a cookie that names no replica is mended.
        assert "set-cookie" not in reader.get("/").headers
        reader.cookies.clear()
    served = {replica: _processor(replicas.process_of(replica)) for replica in (1, 2)}
    with replicas.reader(2) as reader:
        for _ in range(40):
            assert reader.get("/sign-in").status_code == 200
    spent = {
        replica: _processor(replicas.process_of(replica)) - before
        for replica, before in served.items()
    }
    assert spent[2] > 5 * spent[1]


def test_a_new_publication_is_on_open_pages_of_both_within_ten_seconds(
    replicas: Fleet,
) -> None:
    async def open_pages() -> None:
        async with (
            page.opened(replicas, replica=1) as one,
            page.opened(replicas, replica=2) as other,
        ):
            for each in (one, other):
                assert "v7" not in (await each.ask("lang=en", "method")).text()
            published.publish(replicas.workspace, "v7")
            until, waiting = time.monotonic() + 10, [one, other]
            while waiting:
                assert time.monotonic() < until
                told = (await waiting[0].ask("lang=en", "method")).text()
                waiting = waiting[1:] if "v7" in told else waiting

    asyncio.run(open_pages())


def test_a_rolling_restart_loses_no_save_and_turns_nobody_away(
    replicas: Fleet, at_desks: list[Evaluator]
) -> None:
    before = [replicas.process_of(replica) for replica in (1, 2)]
    with evaluators.at_work(replicas, at_desks), looking(replicas) as answered:
        until_more(at_desks)
        replicas.renew()
        until_more(at_desks)
    after = [replicas.process_of(replica) for replica in (1, 2)]
    assert not {*before} & {*after}
    assert set(answered) == {200}
    evaluators.check_kept(at_desks)
    # Runs were finished before connections were closed: nobody had to look whether
    # what was sent had been kept.
    assert [each.found for each in at_desks] == [[]] * len(at_desks)


def test_a_replica_that_is_killed_loses_no_save_and_comes_back(
    replicas: Fleet, at_desks: list[Evaluator]
) -> None:
    with evaluators.at_work(replicas, at_desks), looking(replicas) as answered:
        for replica in (1, 2):
            until_more(at_desks)
            victim = replicas.process_of(replica)
            os.kill(victim, signal.SIGKILL)
            until_more(at_desks)
            while replicas.process_of(replica) == victim:
                time.sleep(0.05)
    # What was asked of the killed one is asked of the other: looking changes nothing.
    assert set(answered) == {200}
    evaluators.check_kept(at_desks)


def test_while_the_store_is_away_people_are_told_and_afterwards_work_goes_on(
    replicas: Fleet, at_desks: list[Evaluator], postgresql: Cluster
) -> None:
    with evaluators.at_work(replicas, at_desks):
        until_more(at_desks)
        postgresql.stop()
        try:
            for replica in (1, 2):
                told = page.seen(replicas, at_desks[0].token, replica, "assess")
                assert NO_ANSWER in " ".join(told.alerts())
                assert "exception" not in told.kinds()
                # What needs no store is there as ever.
                told = page.seen(replicas, "", replica, "ranking")
                assert "Satisfaction ranking" in told.text()
                with replicas.reader(replica) as reader:
                    reader.cookies.set(cookies.SESSION, at_desks[0].token)
                    assert reader.get("/sign-out").status_code == 503
                    assert reader.get("/healthz").status_code == 200
        finally:
            postgresql.start()
        until_more(at_desks)
    evaluators.check_kept(at_desks)
    assert "Traceback" not in replicas.log.read_text("utf-8")


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found")
def test_what_somebody_types_while_a_server_ends_is_kept_or_asked_about(
    replicas: Fleet, at_desks: list[Evaluator]
) -> None:
    """Ended in an orderly way, nobody notices; killed, what was on its way is shown."""
    me = at_desks[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(ignore_https_errors=True)
        context.add_cookies(
            [{"name": cookies.SESSION, "value": me.token, "url": replicas.address}]
        )
        tab = context.new_page()
        tab.goto(f"{replicas.address}/assess?lang=en&assignment={me.assignment}")
        fields = tab.get_by_role("spinbutton")
        scored = tab.get_by_text(re.compile(r"\d of 6 scored"))

        box = tab.get_by_text("the connection was interrupted")

        fields.nth(0).fill("70")
        fields.nth(1).fill("71")
        fields.nth(1).press("Tab")
        expect(scored).to_contain_text("2 of 6")
        # Typed, and not left yet: only the browser knows of it.
        fields.nth(2).fill("72")
        home = _belongs(context)
        before = replicas.process_of(home)
        os.kill(before, signal.SIGTERM)
        while replicas.process_of(home) == before:
            tab.wait_for_timeout(100)
        expect(fields.nth(2)).to_have_value("72")
        fields.nth(2).press("Tab")
        expect(scored).to_contain_text("3 of 6")
        expect(box).not_to_be_visible()
        assert _belongs(context) != home

        home = _belongs(context)
        # Takes what comes and answers nothing any more.
        os.kill(replicas.process_of(home), signal.SIGSTOP)
        fields.nth(3).fill("73")
        fields.nth(3).press("Tab")
        tab.wait_for_timeout(300)
        os.kill(replicas.process_of(home), signal.SIGKILL)
        expect(box).to_be_visible(timeout=20_000)
        expect(fields.nth(3)).to_have_value("73")
        tab.get_by_role("button", name="Take my version").click()
        expect(scored).to_contain_text("4 of 6")
        expect(box).not_to_be_visible()
        browser.close()
    with engine.reading() as stored:
        assessment = stored.get_one(Assessment, me.assessment)
        scores = [item.score for item in assessment.versions[0].items]
    assert {71, 72, 73} <= {*scores}


def _belongs(context: BrowserContext) -> int:
    """The replica that the browser's cookie names."""
    (named,) = [
        each for each in context.cookies() if each["name"] == "govscore_replica"
    ]
    return int(named["value"])


def _processor(pid: int) -> int:
    """Ticks of processor time that a process has spent."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:  # noqa: PTH123
        fields = stat.read().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
