"""The tiny cycle published, so that an appeal may be raised; what is asked of it."""

from datetime import UTC, datetime

from dashboard.accounts.principal import Principal, Role
from dashboard.assessments import appeals, publicity, results
from dashboard.assessments.amendments import Amendment
from dashboard.database import engine
from dashboard.database.models.adjustments import CycleResult
from dashboard.database.models.appeals import Appeal
from dashboard.database.models.assessments import Assessment
from tests.dashboard.assessments import decided
from tests.dashboard.assessments import world as tiny
from tests.dashboard.assessments.decided import judge
from tests.dashboard.assessments.world import LABOUR, NOW, POLICE

WHY = "评分未计入八月上线的一网通办系统"
ITEMS = [item.item_id for item in tiny.rubric("expert").items]


def at(day: int, hour: int = 2) -> datetime:
    """A moment of October 2026 in UTC; Harbin is eight hours ahead."""
    return datetime(2026, 10, day, hour, tzinfo=UTC)


class Published:
    """The police: expert 84 by wang, 90 by li; supervision 95. Published on the 20th.

    qian approved all of it; sun and chen are reviewers without a part in it.
    """

    def __init__(self) -> None:
        self.world = decided.build(
            gradings=[
                decided.RULES["gradings"][0] | {"rounding": "up"},
                *decided.RULES["gradings"][1:],
            ]
        )
        with engine.writing() as session:
            self.world.accounts["chen"] = tiny.add_account(
                session, "chen", Role.REVIEWER
            )
        self.expert = {
            name: judge(self.world, name, POLICE, score)
            for name, score in (("wang", 84), ("li", 90))
        }
        self.supervision = judge(self.world, "zhao", POLICE, 95, method="supervision")
        for name in ("wang", "li"):
            judge(self.world, name, LABOUR, 89)
        judge(self.world, "zhao", LABOUR, 95, method="supervision")
        everything = publicity.preview(self.person("zheng"), self.world.cycle, NOW)
        reasons = {each.assignment_id: "未评" for each in everything.undecided}
        publicity.publish(self.person("zheng"), self.world.cycle, 2, reasons, NOW)

    def person(self, name: str) -> Principal:
        role = Role.REVIEWER if name == "chen" else tiny.PEOPLE[name]
        return self.world.principal(name, role)

    def appeal(
        self, by: str = "wu", method: str = "expert", now: datetime = NOW
    ) -> int:
        return appeals.raise_(
            self.person(by),
            self.world.subjects[POLICE],
            self.world.methods[method],
            WHY,
            now=now,
        )

    def better(self) -> Amendment:
        """wang's first item from 84 to 96: it weighs 0.15, so the score is 85.8."""
        return Amendment(scores={self.expert["wang"]: {ITEMS[0]: 96}})


def stored(appeal_id: int) -> Appeal:
    with engine.reading() as session:
        return session.get_one(Appeal, appeal_id)


def states(*assessments: int) -> list[str]:
    with engine.reading() as session:
        return [session.get_one(Assessment, each).state for each in assessments]


def latest(published: Published, subject: str = POLICE) -> CycleResult:
    with engine.reading() as session:
        kept = results.latest(session, published.world.cycle)
        return kept[published.world.subjects[subject]]


def decide(
    published: Published,
    appeal: int,
    *,
    amendment: Amendment | None = None,
    first: str = "sun",
    second: str = "chen",
) -> None:
    appeals.propose(
        published.person(first),
        appeal,
        stored(appeal).revision,
        "amended" if amendment else "upheld",
        "核对材料后认定",
        amendment,
        NOW,
    )
    appeals.confirm(published.person(second), appeal, stored(appeal).revision, NOW)
