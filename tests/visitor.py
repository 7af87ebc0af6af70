"""A visitor without a browser: speaks Streamlit's own protocol with a server.

Says to the server what a browser would never say, and measures it without a browser.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from dashboard.accounts import cookies


@dataclass
class Answer:
    """What the server sent for one run of the script."""

    messages: list[ForwardMsg] = field(default_factory=list)

    def takes(self, sent: bytes) -> bool:
        """One more message; returns whether the run is finished with it."""
        message = ForwardMsg()
        message.ParseFromString(sent)
        self.messages.append(message)
        return (
            message.WhichOneof("type") == "script_finished"
            # Another run begins at once.
            and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        )

    @property
    def deltas(self) -> list[Delta]:
        return [
            message.delta
            for message in self.messages
            if message.WhichOneof("type") == "delta"
        ]

    def kinds(self) -> list[str]:
        """Kinds of the elements drawn: metric, plotly_chart, heading, …"""
        return [
            str(delta.new_element.WhichOneof("type"))
            for delta in self.deltas
            if delta.WhichOneof("type") == "new_element"
        ]

    def alerts(self) -> list[str]:
        """What was said in boxes: warnings, refusals, hints."""
        return [
            delta.new_element.alert.body
            for delta in self.deltas
            if delta.new_element.WhichOneof("type") == "alert"
        ]

    def text(self) -> str:
        """Everything sent, as text to search in."""
        return "\n".join(str(message) for message in self.messages)


@dataclass
class Visitor:
    connection: ClientConnection

    def ask(
        self,
        query: str = "",
        page: str = "",
        page_hash: str = "",
        path: str = "",
        states: Sequence[WidgetState] = (),
        part: str = "",
    ) -> Answer:
        """Have the script run and return what comes until it is finished.

        states: what stands in the fields of the page. part: of the page, to be run
        alone.
        """
        asked = rerun(query, page, page_hash, path, states, part)
        self.connection.send(asked)
        return self._listen()

    def _listen(self) -> Answer:
        answer = Answer()
        while True:
            if answer.takes(self.connection.recv(timeout=30, decode=False)):
                return answer


@contextmanager
def visiting(address: str, token: str = "") -> Iterator[Visitor]:
    """A session of its own on a server; signed in by the token of a cookie."""
    # Nobody is in a hurry: a machine with other work to do answers late.
    with connect(
        **handshake(address, token), proxy=None, max_size=None, open_timeout=60
    ) as connection:
        yield Visitor(connection)


def handshake(address: str, token: str = "", kept: str = "") -> Any:
    """What a browser says when it connects; kept: more of its cookies."""
    told = filter(None, (f"{cookies.SESSION}={token}" if token else "", kept))
    cookie = "; ".join(told)
    return {
        "uri": address.replace("http", "ws", 1) + "/_stcore/stream",
        "subprotocols": [Subprotocol("streamlit")],
        "origin": Origin(address),
        "additional_headers": {"Cookie": cookie} if cookie else {},
    }


def rerun(
    query: str,
    page: str,
    page_hash: str = "",
    path: str = "",
    states: Sequence[WidgetState] = (),
    part: str = "",
) -> bytes:
    """What a browser sends to have the script run."""
    state = ClientState(
        query_string=query, page_script_hash=page_hash, fragment_id=part
    )
    state.page_name = page
    if path:
        state.context_info.url = path
    state.widget_states.widgets.extend(states)
    return BackMsg(rerun_script=state).SerializeToString()
