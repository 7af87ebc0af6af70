"""`python -m benchmarks [NAME …]`: one line a figure: name, value, unit, ratio.

Without names everything is measured. `--cases N` sets the size of the pipelines' part.
"""

from __future__ import annotations

import argparse
import importlib
import platform
from datetime import UTC, datetime

from benchmarks.figure import Figure

MODULES = (
    *("pipelines_from_csv", "ranking", "reruns", "first_sight", "saves"),
    "open_data",
)


def main() -> None:
    """Measure what was asked for and print it as it comes."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MODULES))
    asked.add_argument("--cases", type=int, default=10_000_000)
    given = asked.parse_args()
    unknown = set(given.names) - set(MODULES)
    if unknown:
        asked.error(f"{', '.join(sorted(unknown))}: not among {', '.join(MODULES)}")
    day = datetime.now(UTC).date()
    print(f"# {day}, {machine()}")
    for name in given.names or MODULES:
        module = importlib.import_module(f"benchmarks.{name}")
        figures = (
            module.measure(given.cases) if name == MODULES[0] else module.measure()
        )
        for found in figures:
            print(Figure(*found).line(), flush=True)


def machine() -> str:
    """What measured: processor, cores, memory, Python."""
    with open("/proc/cpuinfo", encoding="utf-8") as lines:  # noqa: PTH123
        models = {
            line.split(":", 1)[1].strip() for line in lines if "model name" in line
        }
    with open("/proc/meminfo", encoding="utf-8") as lines:  # noqa: PTH123
        kilobytes = int(next(lines).split()[1])
    import os

    return (
        f"{', '.join(sorted(models)) or platform.machine()}, {os.cpu_count()} cores, "
        f"{kilobytes / (1 << 20):.0f} GB, Python {platform.python_version()}"
    )


if __name__ == "__main__":
    main()
