"""Parts of a page drawn alone: only they, for the same reader, of the same data."""

from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from dashboard import comparison_trend, of_run
from dashboard.accounts import sessions
from dashboard.database import engine
from dashboard.failures import QueryFailed
from dashboard.locations import DATA_VARIABLE
from tests import signed_in
from tests.dashboard import published
from tests.dashboard.conftest import Open
from tests.serving import Server
from tests.visitor import Answer, Visitor, visiting

_COMPARED = "lang=en&kind=department&subjects=department:gaj,department:rsj"
_KEY = "choose_compare_indicator"


def _choose_another(visitor: Visitor, page: Answer) -> Answer:
    """Choose the second indicator, as a browser does: only its part is asked for."""
    part, picker = next(
        (delta.fragment_id, delta.new_element.selectbox)
        for delta in page.deltas
        if delta.new_element.selectbox.id.endswith(f"-{_KEY}")
    )
    assert part, "the picker stands in no part"
    state = WidgetState(id=picker.id, string_value=picker.options[1])
    return visitor.ask(_COMPARED, page_hash=_page(page), states=[state], part=part)


def _page(answer: Answer) -> str:
    return next(
        message.navigation.page_script_hash
        for message in answer.messages
        if message.WhichOneof("type") == "navigation"
    )


def _is_whole(answer: Answer) -> bool:
    """Whether the menu was drawn, as with every page."""
    return any(m.WhichOneof("type") == "navigation" for m in answer.messages)


def test_a_choice_in_a_part_draws_the_part_alone_and_is_in_the_address(
    server: Server,
) -> None:
    token = signed_in.token(server.workspace)
    with visiting(server.address, token) as visitor:
        page = visitor.ask(_COMPARED, page="compare")
        alone = _choose_another(visitor, page)
    assert not _is_whole(alone)
    assert all(delta.fragment_id for delta in alone.deltas)
    # The lines, and not the table of all indicators above them.
    assert {"vega_lite_chart", "table"} <= set(page.kinds())
    assert "vega_lite_chart" in alone.kinds()
    assert "table" not in alone.kinds()
    (address,) = [
        message.page_info_changed.query_string
        for message in alone.messages
        if message.WhichOneof("type") == "page_info_changed"
    ]
    assert parse_qs(address)["indicator"]


def test_whoever_was_signed_out_meanwhile_is_shown_nothing_more(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = signed_in.token(server.workspace)
    with visiting(server.address, token) as visitor:
        page = visitor.ask(_COMPARED, page="compare")
        monkeypatch.setenv(DATA_VARIABLE, str(server.workspace))
        sessions.end(token)
        engine.close()
        answer = _choose_another(visitor, page)
    assert "vega_lite_chart" not in answer.kinds()
    assert any("You are not signed in" in said for said in answer.alerts())


def test_what_is_published_meanwhile_draws_the_whole_page_anew(server: Server) -> None:
    token = signed_in.token(server.workspace)
    with visiting(server.address, token) as visitor:
        page = visitor.ask(_COMPARED, page="compare")
        published.publish(server.workspace, "v2")
        answer = _choose_another(visitor, page)
    assert _is_whole(answer)
    assert answer.kinds() == page.kinds()


def test_what_goes_wrong_in_a_part_is_said_as_on_any_page(
    tmp_path: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.publish(tmp_path)

    def fails(_comparison: object) -> None:
        assert of_run.is_under_way()
        raise QueryFailed("compare_indicators")

    monkeypatch.setattr(comparison_trend, "_offered", fails)
    page = open_page(
        tmp_path, "compare", lang="en", subjects="department:gaj,department:rsj"
    )
    assert not page.exception
    (said,) = page.warning
    assert said.value.startswith("The published data does not fit this version")
