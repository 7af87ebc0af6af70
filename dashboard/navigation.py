"""Every page, once: file, name, address, whose data it reads, and for whom it is.

No Streamlit. Adding a page is one line in PAGES and its title in both catalogues
("nav.<name>").
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from dashboard import locations
from dashboard.accounts import rights
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right
from dashboard.audience import Audience

# Where the menu holds a page: at its top level, under 考核, under 管理.
Section = Literal["", "assess", "manage"]
SECTIONS: tuple[Section, ...] = ("", "assess", "manage")


@dataclass(frozen=True)
class PageSpec:
    """`name` is the address, `title` a catalogue key, `audience` the file it reads.

    needs_store: shows what people enter, so that a public deployment has no such page
    even if everybody may see it. in_menu: False for a page that only a link opens.
    """

    name: str
    title: str
    icon: str
    audience: Audience
    right: Right
    section: Section = ""
    needs_store: bool = False
    in_menu: bool = True

    @property
    def is_open(self) -> bool:
        """Whether it is for everybody, without a sign-in."""
        return self.right == Right.SEE_PUBLISHED

    @property
    def path(self) -> str:
        """The page's script; absolute, so that it does not matter which script runs."""
        return str(locations.pages() / f"{self.name}.py")


def _internal(
    name: str,
    icon: str,
    right: Right = Right.SEE_SCORECARDS,
    section: Section = "",
) -> PageSpec:
    """A page for those who signed in; in a section it shows what people enter."""
    return PageSpec(
        name,
        f"nav.{name}",
        f":material/{icon}:",
        Audience.INTERNAL,
        right,
        section,
        needs_store=bool(section),
    )


def _public(name: str, icon: str) -> PageSpec:
    return PageSpec(
        name,
        f"nav.{name}",
        f":material/{icon}:",
        Audience.PUBLIC,
        Right.SEE_PUBLISHED,
    )


# In the order of the menu.
PAGES = (
    _internal("overview", "dashboard"),
    _internal("signals", "notifications"),
    _internal("department", "account_balance"),
    _internal("city", "location_city"),
    _internal("compare", "compare_arrows"),
    _internal("what_if", "tune"),
    _public("ranking", "leaderboard"),
    _public("method", "menu_book"),
    _internal("quality", "fact_check", Right.SEE_QUALITY),
    _internal("assess", "edit_note", Right.ASSESS, "assess"),
    _internal("review", "rule", Right.REVIEW, "assess"),
    _internal("polls", "how_to_vote", Right.MANAGE_CYCLES, "assess"),
    _internal("adjustments", "exposure", Right.SEE_ADJUSTMENTS, "assess"),
    _internal("results", "campaign", Right.SEE_RESULTS, "assess"),
    _internal("cycles", "event_repeat", Right.MANAGE_CYCLES, "manage"),
    _internal("accounts", "manage_accounts", Right.MANAGE_ACCOUNTS, "manage"),
    # Whoever holds a ballot link, and nobody is asked who that is.
    PageSpec(
        "ballot",
        "nav.ballot",
        ":material/how_to_vote:",
        Audience.PUBLIC,
        Right.SEE_PUBLISHED,
        needs_store=True,
        in_menu=False,
    ),
)


def pages_of(deployment: Audience, reader: Principal) -> tuple[PageSpec, ...]:
    """The pages registered for a reader; the first one is where they arrive."""
    return tuple(page for page in PAGES if can_open(page, deployment, reader))


def can_open(page: PageSpec, deployment: Audience, reader: Principal) -> bool:
    """Whether a page exists in a deployment, and is for this reader."""
    if deployment == Audience.PUBLIC:
        return page.audience == Audience.PUBLIC and not page.needs_store
    return rights.can(reader, page.right)


def by_section(pages: Iterable[PageSpec]) -> dict[Section, list[PageSpec]]:
    """The same pages as the menu groups them; sections without a page are left out."""
    ordered = sorted(pages, key=lambda page: SECTIONS.index(page.section))
    return {
        section: list(members)
        for section, members in groupby(ordered, key=lambda page: page.section)
    }


def page(name: str) -> PageSpec:
    return next(page for page in PAGES if page.name == name)
