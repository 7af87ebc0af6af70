"""What the first reader would otherwise wait for."""

import importlib
import pkgutil

import dashboard
from dashboard import charts, i18n

# Imported lazily by the libraries themselves, at first use.
_LATE = ("plotly.graph_objects", "plotly.tools", "pyarrow.compute", "pandas")


def run() -> None:
    """Import every module a page may need and read the catalogues."""
    for name in _LATE:
        importlib.import_module(name)
    for package in (dashboard, charts):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            # app.py is a script that draws when it is imported.
            if module.name not in ("dashboard.app", "dashboard.__main__"):
                importlib.import_module(module.name)
    i18n.load()
