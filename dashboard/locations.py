"""Where a workspace's published files lie. Nothing is opened here."""

import os
from pathlib import Path

from pipelines.locations import Locations, shared_words, store_url

DATA_VARIABLE = "GOVSCORE_DATA"
_PROJECT = Path(__file__).resolve().parent.parent


def data() -> Path:
    """The workspace: GOVSCORE_DATA, else the project's own data/."""
    # Links are not followed: this is asked many times in a run, and following looks at
    # every folder on the way.
    return Path(os.environ.get(DATA_VARIABLE) or _PROJECT / "data").absolute()


def store() -> str:
    """The URL of the assessment store; the pipelines read from the same."""
    return store_url(Locations(data()))


def published() -> Path:
    return data() / "published"


def editions() -> Path:
    return Locations(data()).editions


def queries() -> Path:
    return _PROJECT / "dashboard" / "queries"


def locales() -> Path:
    return _PROJECT / "dashboard" / "locales"


def words() -> list[Path]:
    """Folders of catalogues: the dashboard's own, and those it shares with the site."""
    return [locales(), shared_words()]


def pages() -> Path:
    return _PROJECT / "dashboard" / "pages"


def templates() -> Path:
    return _PROJECT / "dashboard" / "templates"


def icon() -> Path:
    return _PROJECT / "dashboard" / "icon.png"
