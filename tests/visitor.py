"""A visitor without a browser: speaks Streamlit's own protocol with a server.

Says to the server what a browser would never say, and measures it without a browser.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from dashboard.accounts import cookies


@dataclass
class Answer:
    """What the server sent for one run of the script."""

    messages: list[ForwardMsg] = field(default_factory=list)

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

    def text(self) -> str:
        """Everything sent, as text to search in."""
        return "\n".join(str(message) for message in self.messages)


@dataclass
class Visitor:
    connection: ClientConnection

    def ask(
        self, query: str = "", page: str = "", page_hash: str = "", path: str = ""
    ) -> Answer:
        """Have the script run and return what comes until it is finished."""
        state = ClientState(query_string=query, page_script_hash=page_hash)
        state.page_name = page
        if path:
            state.context_info.url = path
        self.connection.send(BackMsg(rerun_script=state).SerializeToString())
        return self._listen()

    def _listen(self) -> Answer:
        answer = Answer()
        while True:
            message = ForwardMsg()
            message.ParseFromString(self.connection.recv(timeout=30, decode=False))
            answer.messages.append(message)
            if message.WhichOneof("type") == "script_finished":
                return answer


@contextmanager
def visiting(address: str, token: str = "") -> Iterator[Visitor]:
    """A session of its own on a server; signed in by the token of a cookie."""
    with connect(
        address.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(address),
        additional_headers={"Cookie": f"{cookies.SESSION}={token}"} if token else {},
        max_size=None,
    ) as connection:
        yield Visitor(connection)
