"""What every folder of tests may use."""

import gc

from hypothesis import settings

# No test goes by a clock: other work on the machine must not make one fail.
settings.register_profile("without_clock", deadline=None)
settings.load_profile("without_clock")

pytest_plugins = ["tests.databases"]


def pytest_collection_finish() -> None:
    """Thousands of tests and all that they import are there for good.

    Without this the collector looks through all of it again and again.
    """
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """At the end everything may go, so that no library says that something was left."""
    gc.unfreeze()
