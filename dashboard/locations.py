"""Where a workspace's published files lie. Nothing is opened here."""

import os
from pathlib import Path

DATA_VARIABLE = "GOVSCORE_DATA"
_PROJECT = Path(__file__).resolve().parent.parent


def data() -> Path:
    """The workspace: GOVSCORE_DATA, else the project's own data/."""
    return Path(os.environ.get(DATA_VARIABLE) or _PROJECT / "data").resolve()


def published() -> Path:
    return data() / "published"


def queries() -> Path:
    return _PROJECT / "dashboard" / "queries"


def locales() -> Path:
    return _PROJECT / "dashboard" / "locales"


def pages() -> Path:
    return _PROJECT / "dashboard" / "pages"


def icon() -> Path:
    return _PROJECT / "dashboard" / "icon.png"
