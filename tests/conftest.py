"""What every folder of tests may use."""

from hypothesis import settings

# No test goes by a clock: other work on the machine must not make one fail.
settings.register_profile("without_clock", deadline=None)
settings.load_profile("without_clock")

pytest_plugins = ["tests.databases"]
