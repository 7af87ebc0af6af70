"""What a run does not need, it does not wait for."""

import subprocess
import sys

from tests.pipelines.measure.cases_world import PROJECT, World

RUNS = """
import sys
from pipelines.cli import main
try:
    main()
finally:
    slow = ("pandas", "rich", "scipy", "sqlalchemy", "xlsxwriter", "pipelines.demo")
    print(*(name for name in slow if name in sys.modules), file=sys.stderr)
"""


def test_a_run_imports_no_library_that_its_files_do_not_need(world: World) -> None:
    world.give("cases", "accepted, closed\n2026-07-01, 2026-07-03\n2026-07-01,")
    world.give("ratings", "rated, level, tags\n2026-07-10, 5,\n2026-07-11, 1, 110")
    world.give("assessments", "assessed_at, score\n2026-07-08, 90")
    asked = ["run", "--as-of", "2026-07-31", "--data", str(world.at.root)]
    done = subprocess.run(
        [sys.executable, "-c", RUNS, *asked],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Published 20260731-" in done.stdout
    assert done.stderr.splitlines()[-1] == ""
