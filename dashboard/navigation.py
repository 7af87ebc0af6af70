"""Every page, once: file, name, address, and whose data it reads. No Streamlit."""

from dataclasses import dataclass

from dashboard import locations
from dashboard.audience import Audience


@dataclass(frozen=True)
class PageSpec:
    """`name` is the address, `title` a catalogue key, `audience` the file it reads."""

    name: str
    title: str
    icon: str
    audience: Audience

    @property
    def path(self) -> str:
        """The page's script; absolute, so that it does not matter which script runs."""
        return str(locations.pages() / f"{self.name}.py")


PAGES = (
    PageSpec("overview", "nav.overview", ":material/dashboard:", Audience.INTERNAL),
    PageSpec(
        "department", "nav.department", ":material/account_balance:", Audience.INTERNAL
    ),
    PageSpec("city", "nav.city", ":material/location_city:", Audience.INTERNAL),
    PageSpec("compare", "nav.compare", ":material/compare_arrows:", Audience.INTERNAL),
    PageSpec("ranking", "nav.ranking", ":material/leaderboard:", Audience.PUBLIC),
    PageSpec("method", "nav.method", ":material/menu_book:", Audience.PUBLIC),
    PageSpec("quality", "nav.quality", ":material/fact_check:", Audience.INTERNAL),
)


def pages_of(deployment: Audience) -> tuple[PageSpec, ...]:
    """The pages a deployment registers; the first one is where readers arrive."""
    if deployment == Audience.PUBLIC:
        return tuple(page for page in PAGES if page.audience == Audience.PUBLIC)
    return PAGES


def page(name: str) -> PageSpec:
    return next(page for page in PAGES if page.name == name)
