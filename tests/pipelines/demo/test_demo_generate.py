"""The year as a whole: its size, its sameness, its memory, its progress."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.demo import Summary, generate, month
from pipelines.demo import year as generating
from pipelines.errors import CallError

Workspace = Callable[[], Path]
Year = tuple[Path, Summary]

PEAK = """
import resource, sys
from pathlib import Path
from pipelines.demo import generate, month
month.CHUNK = 20_000
generate(Path(sys.argv[1]), cases=int(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def hashes(data: Path) -> dict[str, str]:
    """Every file below the inbox with the hash of its bytes."""
    return {
        str(path.relative_to(data / "inbox")): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in (data / "inbox").rglob("*")
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes_whatever_the_number_of_threads(
    workspace: Workspace, small_year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generating, "WORKERS", 1)
    again = workspace()
    generate(again, cases=5_000, seed=7)
    assert hashes(again) == hashes(small_year[0])


def test_another_seed_gives_another_year(
    workspace: Workspace, small_year: Year
) -> None:
    other = workspace()
    generate(other, cases=5_000, seed=8)
    assert set(hashes(other)) == set(hashes(small_year[0]))
    assert hashes(other) != hashes(small_year[0])


def test_a_smaller_year_replaces_every_file_of_a_larger_one(
    workspace: Workspace, small_year: Year
) -> None:
    data = workspace()
    generate(data, cases=9_000, seed=7)
    generate(data, cases=5_000, seed=7)
    assert hashes(data) == hashes(small_year[0])


def test_nothing_but_finished_files_is_left_in_the_inbox(small_year: Year) -> None:
    data, summary = small_year
    assert set(hashes(data)) == set(summary.files)


def test_the_default_year_has_the_size_it_promises(year: Year) -> None:
    _, summary = year
    assert summary.cases == 400_000
    # What is loaded is what was asked for and the few that are planted.
    assert 400_000 < summary.loaded["cases"] < 401_000
    assert 140_000 < summary.loaded["ratings"] < 160_000
    assert sum(summary.bad["cases"].values()) / summary.rows["cases"] < 0.001


def test_the_summary_counts_the_rows_that_are_in_the_files(
    small_year: Year, read: Callable[[Path], list[list[object]]]
) -> None:
    data, summary = small_year
    counted = {
        path: max(0, len(read(data / "inbox" / path)) - 1)
        for path in summary.files
        if (data / "inbox" / path).stat().st_size
    }
    assert counted == {path: n for path, n in summary.files.items() if path in counted}
    assert summary.rows["cases"] == sum(
        n for path, n in counted.items() if path.startswith("cases/")
    )


def test_the_summary_says_what_was_written_and_where_to_read_on(
    small_year: Year,
) -> None:
    _, summary = small_year
    told = str(summary).splitlines()
    assert told[0].startswith(f"{len(summary.files)} raw files of an invented year")
    assert f"  cases: {summary.rows['cases']:,} rows" in told
    assert told[-1].endswith("docs/demo.md")


@pytest.mark.parametrize("cases", [1, 2, 40])
def test_even_a_handful_of_cases_makes_a_whole_year(
    workspace: Workspace, cases: int
) -> None:
    summary = generate(workspace(), cases=cases)
    assert len([path for path in summary.files if "cases_2026-10-" in path]) == 31
    assert summary.loaded["cases"] >= cases


def test_chunks_bound_what_is_in_memory_but_not_what_is_written(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(month, "CHUNK", 100)
    data = workspace()
    summary = generate(data, cases=5_000, seed=7)
    drawn = sum(
        summary.files[path]
        for path in summary.files
        if path.startswith("cases/") and "2026-03.csv" not in path
    )
    assert drawn - summary.duplicates["cases"] >= 5_000


def test_five_times_the_cases_take_hardly_more_memory(workspace: Workspace) -> None:
    # With smaller chunks, so that they are full in a year that is soon drawn.
    peaks = []
    for cases in (300_000, 1_500_000):
        data = workspace()
        answer = subprocess.run(
            [sys.executable, "-c", PEAK, str(data), str(cases)],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(generating.__file__).parents[2],
        )
        peaks.append(int(answer.stdout))
        for path in (data / "inbox").rglob("*.*"):
            path.unlink()
    assert peaks[1] < peaks[0] * 1.3


def test_progress_goes_up_to_one(workspace: Workspace) -> None:
    told: list[tuple[str, float]] = []
    generate(workspace(), cases=500, on_progress=lambda file, x: told.append((file, x)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert "cases_2026-05.tsv" in {file for file, _ in told}


@pytest.mark.parametrize("cases", [0, -1, 50_000_001])
def test_a_size_that_cannot_be_is_refused_with_a_sentence(
    tmp_path: Path, cases: int
) -> None:
    with pytest.raises(CallError, match="expected a number from 1 to 50,000,000"):
        generate(tmp_path, cases=cases)
    assert list(tmp_path.iterdir()) == []
