"""Evaluators who enter scores through nginx without a pause, and note what they saw.

Each has a form and gives its first item a score that it never gave before, one after
the other. What the page then says was saved is acknowledged. When the connection ends,
or the page says that it was not saved, the evaluator comes again, looks what stands
there, and goes on: as a person would.
"""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from sqlalchemy import func, select
from streamlit.proto.NumberInput_pb2 import NumberInput
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import WebSocketException

from dashboard.accounts import sessions
from dashboard.accounts.principal import Principal, Role
from dashboard.assessments import entry, workdays
from dashboard.database import columns, engine
from dashboard.database.models.accounts import Account
from dashboard.database.models.assessments import (
    Assessment,
    AssessmentEvent,
    AssessmentVersion,
)
from tests.dashboard.assessments import world as worlds
from tests.dashboard.assessments.world import POLICE, World
from tests.replicas.fleet import Fleet
from tests.replicas.page import Page
from tests.replicas.page import opened as opened_page
from tests.visitor import Answer

ITEM = worlds.rubric("expert").items[0].item_id
_SAVED, _NOT_SAVED = "saved ", "not saved"


class Evaluator:
    """One open form, and what was seen of it."""

    def __init__(self, token: str, assignment: int, assessment: int) -> None:
        self.token, self.assignment, self.assessment = token, assignment, assessment
        self.given = 0
        # Scores that a page acknowledged; that stood there though nobody had said so.
        self.acknowledged: list[float] = []
        self.found: list[float] = []
        self.said: set[str] = set()
        self._replica = ""

    async def work(self, fleet: Fleet, ending: threading.Event) -> None:
        while not ending.is_set():
            try:
                async with opened_page(fleet, self.token, self._replica) as page:
                    field = self._looked(await self._ask(page))
                    while field is not None and not ending.is_set():
                        field = await self._scored(page, field)
                        # Others work on this machine, too.
                        await asyncio.sleep(0.05)
            # The connection ended, or the way to it was shut: come again.
            except (OSError, TimeoutError, WebSocketException):
                await asyncio.sleep(0.05)

    async def _ask(self, page: Page, states: Sequence[WidgetState] = ()) -> Answer:
        # The browser keeps the cookie that says where it belongs.
        self._replica = page.replica
        query = f"lang=en&assignment={self.assignment}"
        return await page.ask(query, "assess", states)

    def _looked(self, answer: Answer) -> NumberInput | None:
        """The field; and whether what was sent last had been kept after all."""
        field = _field(answer)
        if field is None:
            self.said.add(" ".join(answer.alerts()))
            return None
        stands = field.value if field.set_value else field.default
        if stands == self.score and stands not in (*self.acknowledged, *self.found):
            self.found.append(stands)
        return field

    async def _scored(self, page: Page, field: NumberInput) -> NumberInput | None:
        self.given += 1
        state = WidgetState(id=field.id, double_value=self.score)
        answer = await self._ask(page, [state])
        text = answer.text()
        if _NOT_SAVED in text or _SAVED not in text:
            self.said.add(" ".join(answer.alerts()))
            return None
        self.acknowledged.append(self.score)
        return _field(answer)

    @property
    def score(self) -> float:
        """The last that was given; between 60 and 95, where no comment is due."""
        return 60 + self.given / 100


def _field(answer: Answer) -> NumberInput | None:
    fields = [
        delta.new_element.number_input
        for delta in answer.deltas
        if delta.new_element.WhichOneof("type") == "number_input"
    ]
    return next((each for each in fields if f"_{ITEM}" in each.id), None)


def opened(how_many: int) -> list[Evaluator]:
    """Evaluators with a form each, in the store that is current; signed in."""
    today = workdays.today()
    with patch.multiple(
        worlds,
        ENTRY_ENDS_ON=today + timedelta(days=3),
        REVIEW_ENDS_ON=today + timedelta(days=9),
        STARTS_ON=today.replace(day=1) - timedelta(days=40),
        NOW=columns.now(),
    ):
        world = worlds.build()
        return [_opened(world, f"evaluator{number}") for number in range(how_many)]


def _opened(world: World, name: str) -> Evaluator:
    with engine.writing() as session:
        world.accounts[name] = worlds.add_account(session, name, Role.EVALUATOR)
        assignment = worlds.add_assignment(session, world, name, POLICE)
    principal = Principal(world.accounts[name], name, Role.EVALUATOR)
    assessment = entry.open_form(principal, assignment, True)
    with engine.writing() as session:
        account = session.get_one(Account, world.accounts[name])
        token = sessions.start(session, account, "127.0.0.1")
    return Evaluator(token, assignment, assessment)


@contextmanager
def at_work(fleet: Fleet, evaluators: Sequence[Evaluator]) -> Iterator[None]:
    """They enter scores while the block lasts."""
    ending = threading.Event()

    async def together() -> None:
        await asyncio.gather(*(each.work(fleet, ending) for each in evaluators))

    # All in one thread: none closes a socket that another one is reading from.
    thread = threading.Thread(target=asyncio.run, args=(together(),))
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join()


def check_kept(evaluators: Sequence[Evaluator]) -> None:
    """Every acknowledged score was written once, and nothing was that nobody gave."""
    for each in evaluators:
        with engine.reading() as session:
            assessment = session.get_one(Assessment, each.assessment)
            (version,) = session.scalars(
                select(AssessmentVersion).where(
                    AssessmentVersion.assessment_id == each.assessment
                )
            )
            (stands,) = (item.score for item in version.items if item.item_id == ITEM)
            saves = session.scalar(
                select(func.count())
                .select_from(AssessmentEvent)
                .where(
                    AssessmentEvent.assessment_id == each.assessment,
                    AssessmentEvent.event == "save",
                )
            )
        known = {*each.acknowledged, *each.found}
        # The very last may have been written when nobody was there to read it.
        assert saves in (len(known), len(known) + (each.score not in known))
        assert stands >= max(each.acknowledged)
        assert stands in {*known, each.score}
        assert assessment.revision == 1 + (saves or 0)
