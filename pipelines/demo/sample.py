"""A few rows of each odd file, kept in `data/sample` for reading and for tests.

`python -m pipelines.demo.sample` writes them again after the demo has changed.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from pipelines.demo import assessments, layout, statistics
from pipelines.demo.layout import RawFile
from pipelines.demo.writers import Cell, head, lines
from pipelines.demo.year import generate
from pipelines.locations import Locations, locate

CASES, SEED = 20_000, 2026
FIRST_ROWS, SPECIAL_ROWS = 8, 8

# What a sample shows besides its first rows: a regular expression on its cells.
OLD_NAMES = r"^(环境保护局|国土资源局|工商行政管理局|劳动局|卫生局|旅游局)$"
COUNTIES = r"^23(?!0\d00|1[0-2]00|2700)\d{4}0{6}$"
SHOWN: dict[RawFile, str] = {
    layout.cases(date(2025, 10, 1)): COUNTIES,
    layout.cases(date(2025, 11, 1)): "^自然日$",
    layout.cases(date(2026, 2, 1)): r"\.\d{1,3}$",
    layout.cases(layout.CORRECTED): "^撤回$",
    layout.correction(layout.cases(layout.CORRECTED)): "^撤回$",
    layout.cases(date(2026, 4, 1)): f"[０-９]|{OLD_NAMES}",
    layout.daily_cases(layout.RAGGED): "^(natural|refused|withdrawn)$",
    layout.pauses(date(2025, 11, 1)): "^1$",
    layout.pauses(date(2026, 1, 1)): "^extend$",
    layout.ratings(date(2025, 10, 1)): f"{OLD_NAMES}|1990|9999.*请",
    layout.ratings(date(2025, 12, 1)): "\n|^星际|^0$",
    layout.standard_ratings(date(2025, 11, 1)): "\n|^电话$|不满意",
    assessments.FILES["2026Q2"]: "^(105|网络投票|PW-066)$",
    statistics.PERIODS["2026-01-01"]: "^(materials|steps)_cut$",
}


def write_sample(data_dir: Path) -> list[Path]:
    """Write the sample of the workspace at `data_dir`; the files written."""
    with tempfile.TemporaryDirectory() as folder:
        small = Locations(Path(folder))
        shutil.copytree(Locations(data_dir).reference, small.reference)
        generate(small.root, cases=CASES, seed=SEED)
        written = []
        for file, shown in SHOWN.items():
            place = data_dir / "sample" / file.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(_cut(file, (small.inbox / file.path).read_bytes(), shown))
            written.append(place)
    return written


def _cut(file: RawFile, content: bytes, shown: str) -> bytes:
    """The header, the first rows, and rows that show what is odd about the file."""
    text = content.decode(file.encoding)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    header, body = rows[0], rows[1:]
    special = [
        row
        for row in body[FIRST_ROWS:]
        if len(row) != len(header) or any(re.search(shown, cell) for cell in row)
    ]
    # Rows of a wrong width are rare: they come before all other special ones.
    special.sort(key=lambda row: len(row) == len(header))
    kept: list[list[Cell]] = [
        [cell.replace("\r\n", "\n") or None for cell in row]
        for row in body[:FIRST_ROWS] + special[:SPECIAL_ROWS]
    ]
    return head(file, header) + lines(file, kept)


if __name__ == "__main__":
    for path in write_sample(locate().root):
        sys.stdout.write(f"{path}\n")
