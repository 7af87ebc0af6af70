"""What is noted while a page is run: looked up once, never longer than the run."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import of_run


def test_what_is_asked_again_is_looked_up_once_until_it_changes() -> None:
    looked: list[int] = []

    def look() -> int:
        looked.append(1)
        return len(looked)

    with of_run.begun():
        assert [of_run.once("name", look) for _ in range(3)] == [1, 1, 1]
        assert of_run.once("another", lambda: 7) == 7
        of_run.changed("name")
        assert of_run.once("name", look) == 2
    # The next run of the same thread.
    with of_run.begun():
        assert of_run.once("name", look) == 3


def test_outside_a_run_everybody_looks() -> None:
    found = iter([1, 2])
    assert [of_run.once("name", lambda: next(found)) for _ in range(2)] == [1, 2]
    of_run.changed("name")


def test_a_look_that_failed_is_not_noted() -> None:
    with of_run.begun():
        with pytest.raises(ZeroDivisionError):
            of_run.once("name", lambda: 1 // 0)
        assert of_run.once("name", lambda: 1) == 1


def test_what_changes_within_a_run_is_seen_at_once() -> None:
    app = AppTest.from_function(_run).run()
    assert not app.exception
    assert [element.value for element in app.markdown] == [
        "zh", "en", "None", "quarter:2026-07-01", "internal", "public",
    ]  # fmt: skip


def _run() -> None:
    import streamlit as st

    from dashboard import audience, i18n, of_run, session
    from dashboard.audience import Audience, Sight

    with of_run.begun():
        for language in ("zh", "en"):
            st.query_params["lang"] = language
            session.settle_language(["zh", "en"])
            st.markdown(i18n.language())
        st.markdown(str(session.link().get("period")))
        session.remember(session.PERIOD, "quarter:2026-07-01")
        st.markdown(session.link()["period"])
        for sight in (Sight(Audience.INTERNAL), None):
            audience.settle(sight)
            st.markdown(audience.of_page().audience.value)
