"""`python -m benchmarks [NAME …]`: one line a figure: name, value, unit, ratio.

Without names everything is measured. `--cases N` sets the size of what loads cases;
`--visitors N …`, `--seconds S` and `--processes P` the crowd of the visitors' part.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import platform
from datetime import UTC, datetime

from benchmarks.figure import Figure

MODULES = (
    *("pipelines_from_csv", "pipelines_from_parquet", "ranking"),
    *("reruns", "rerun_parts", "visitors"),
    *("first_sight", "saves", "replicas", "open_data"),
)
# Measured when they are named: one takes hours and Java, the other measures again.
NAMED = ("spark", "growth")
EVERY = (*MODULES, *NAMED)


def main() -> None:
    """Measure what was asked for and print it as it comes."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*", metavar="NAME", help=", ".join(EVERY))
    asked.add_argument("--cases", type=int)
    asked.add_argument("--visitors", type=int, nargs="+")
    asked.add_argument("--seconds", type=float)
    asked.add_argument("--processes", type=int)
    given = asked.parse_args()
    unknown = set(given.names) - set(EVERY)
    if unknown:
        asked.error(f"{', '.join(sorted(unknown))}: not among {', '.join(EVERY)}")
    day = datetime.now(UTC).date()
    print(f"# {day}, {machine()}")
    for name in given.names or MODULES:
        module = importlib.import_module(f"benchmarks.{name}")
        takes = inspect.signature(module.measure).parameters
        sizes = {k: v for k, v in vars(given).items() if k in takes and v is not None}
        for found in module.measure(**sizes):
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
