"""What the first reader would otherwise wait for."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import dashboard
from dashboard import i18n

# Imported lazily by the libraries themselves, at first use.
_LATE = ("plotly.graph_objects", "plotly.tools", "pyarrow.compute", "pandas")


# Scripts: they draw, or change tables, when they are imported.
_SCRIPTS = frozenset(
    {
        "dashboard.app",
        "dashboard.__main__",
        "dashboard.pages",
        "dashboard.database.migrations",
    }
)
# FastAPI takes a third of a second, and no page needs it: front.py imports the routes
# when open data are first asked for.
_WITHOUT_PAGES = frozenset({"dashboard.open_data"})


def run() -> None:
    """Import every module a page may need and read the catalogues."""
    for name in (*_LATE, *_modules(dashboard)):
        importlib.import_module(name)
    i18n.load()


def _modules(package: ModuleType) -> Iterator[str]:
    """The names of what lies in a package, at any depth, but scripts."""
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if module.name in _SCRIPTS | _WITHOUT_PAGES:
            continue
        yield module.name
        if module.ispkg:
            yield from _modules(importlib.import_module(module.name))
