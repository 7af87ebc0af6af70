"""What every folder of tests may use, and which of them begin."""

import gc
from pathlib import Path

import pytest
from hypothesis import settings

# No test goes by a clock: other work on the machine must not make one fail.
settings.register_profile("without_clock", deadline=None)
settings.load_profile("without_clock")

pytest_plugins = ["tests.databases"]


# They wait much and cannot be cut into pieces: others are done beside them. Begun last,
# the longest of them would be all that is left to wait for.
_FIRST = ("pipelines/spark/test_run_on_spark.py", "browser", "replicas")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    here = Path(__file__).parent
    places = [here / name for name in _FIRST]

    def turn(item: pytest.Item) -> int:
        above = (item.path, *item.path.parents)
        return next((n for n, at in enumerate(places) if at in above), len(places))

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """Thousands of tests and all that they import are there for good.

    Without this the collector looks through all of it again and again.
    """
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """At the end everything may go, so that no library says that something was left."""
    gc.unfreeze()
