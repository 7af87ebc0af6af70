"""One visitor: speaks Streamlit's protocol as its page in a browser does.

Keeps what a browser keeps of a page between two runs: the address, the widgets with
their values, the pages of the menu, and the hashes of large messages, for which the
server sends a reference the next time. Files of the page (scripts, icons) are not
fetched: a web server in front gives them out.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from dashboard.accounts import cookies

# In runs: how long Streamlit's page keeps a large message it is sent
# (global.maxCachedMessageAge).
_KEPT_FOR = 2
_ENDS = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)
_TROUBLE = (Alert.WARNING, Alert.ERROR)


class WentWrong(Exception):
    """The visitor was shown an error, or nothing at all."""


@dataclass
class Control:
    """A list to choose from, what is chosen, and the part of the page that is run alone
    when something else is; "" where it is the whole page."""

    widget: Selectbox | ButtonGroup
    options: list[str]
    chosen: int
    part: str

    def state(self) -> WidgetState:
        state = WidgetState(id=self.widget.id)
        chosen = self.options[self.chosen]
        if isinstance(self.widget, Selectbox):
            state.string_value = chosen
        else:
            state.string_array_value.data[:] = [chosen]
        return state


@dataclass
class Visitor:
    """What one window holds. `page` is as in the address, "" where they arrive."""

    connection: ClientConnection
    address: str
    page: str = ""
    query: str = "lang=zh"
    controls: dict[str, Control] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    runs: int = 0
    bytes: int = 0
    _kept: dict[str, int] = field(default_factory=dict)
    _drawn: dict[str, Control] = field(default_factory=dict)

    async def open(self, page: str) -> float:
        """Open a page by the menu; returns the seconds until it is complete."""
        self.page = page
        # Before the menu is known only a page's name can be said, as by a link.
        return await self._ask(self.pages.get(page, ""), page)

    async def choose(self, key: str, option: int) -> float:
        """Choose an option of a control; returns the seconds until all is redrawn."""
        control = self.controls[key]
        control.chosen = option
        return await self._ask(self.pages.get(self.page, ""), "", control.part)

    def view(self) -> str:
        """What is shown: the page, and what is chosen on it."""
        chosen = {
            key: control.options[control.chosen]
            for key, control in sorted(self.controls.items())
            if control.options
        }
        return f"{self.page} {chosen}"

    async def _ask(self, page_hash: str, name: str, part: str = "") -> float:
        state = ClientState(
            query_string=self.query,
            page_script_hash=page_hash,
            page_name=name,
            fragment_id=part,
            cached_message_hashes=[
                known for known, run in self._kept.items() if run >= self.runs
            ],
        )
        state.context_info.url = f"{self.address}/{self.page}"
        state.context_info.timezone = "Asia/Shanghai"
        state.context_info.locale = "zh-CN"
        state.widget_states.widgets.extend(
            control.state() for control in self.controls.values()
        )
        asked = BackMsg(rerun_script=state).SerializeToString()
        started = time.perf_counter()
        await self.connection.send(asked)
        self._drawn = {}
        ended = None
        while ended is None:
            ended = self._end(await self.connection.recv(decode=False))
        took = time.perf_counter() - started
        if ended == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
            self.controls |= self._drawn
            return took
        self.runs += 1
        self.controls = self._drawn
        for known in [known for known, run in self._kept.items() if run < self.runs]:
            del self._kept[known]
        return took

    def _end(self, sent: bytes) -> ForwardMsg.ScriptFinishedStatus.ValueType | None:
        """Take a message in; how the run ended, if it did with it."""
        self.bytes += len(sent)
        message = ForwardMsg.FromString(sent)
        kind = message.WhichOneof("type")
        if kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                raise WentWrong("the script does not compile")
            return message.script_finished if message.script_finished in _ENDS else None
        if kind == "delta":
            self._take_delta(message)
        elif kind == "ref_hash":
            if message.ref_hash not in self._kept:
                raise WentWrong("a reference to a message that was never sent")
            self._kept[message.ref_hash] = self.runs + _KEPT_FOR
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "navigation":
            self.pages = {
                page.url_pathname: page.page_script_hash
                for page in message.navigation.app_pages
            }
        elif kind == "page_not_found":
            raise WentWrong("page not found")
        return None

    def _take_delta(self, message: ForwardMsg) -> None:
        if message.metadata.cacheable:
            self._kept[message.hash] = self.runs + _KEPT_FOR
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise WentWrong(f"{element.exception.type}: {element.exception.message}")
        if kind == "alert" and element.alert.format in _TROUBLE:
            # Pages tell in a sentence what they cannot show.
            raise WentWrong(element.alert.body)
        if kind in ("selectbox", "button_group"):
            widget = getattr(element, kind)
            # $$ID-<hash>-<key>
            self._drawn[widget.id.split("-", 2)[2]] = _control(
                widget, message.delta.fragment_id
            )


def _control(widget: Selectbox | ButtonGroup, part: str) -> Control:
    if isinstance(widget, Selectbox):
        options = list(widget.options)
        chosen = options.index(widget.raw_value) if widget.set_value else widget.default
    else:
        options = [option.content for option in widget.options]
        chosen = (
            options.index(widget.raw_values[0])
            if widget.set_value and widget.raw_values
            else next(iter(widget.default), 0)
        )
    return Control(widget, options, chosen, part)


async def arrive(address: str, token: str) -> Visitor:
    """A new window of a browser that holds this cookie ("" for none)."""
    connection = await connect(
        address.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(address),
        additional_headers={"Cookie": f"{cookies.SESSION}={token}"} if token else {},
        max_size=None,
        compression=None,
        open_timeout=60,
    )
    visitor = Visitor(connection, address)
    await visitor.open("")
    return visitor
