"""House rules that a machine can check, so that people can talk about meaning."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ("pipelines", "dashboard")
LONGEST = 300
NO_SUBJECT = {"utils", "util", "common", "helpers", "misc"}


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_a_file_has_one_subject_and_is_short() -> None:
    long = {
        shown(path): count
        for path in modules(*CODE, "tests", "benchmarks", "tools")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert not long


def test_a_file_is_named_for_its_subject() -> None:
    unnamed = [shown(p) for p in modules(*CODE, "tests") if p.stem in NO_SUBJECT]
    assert not unnamed


def test_every_module_says_what_lives_in_it() -> None:
    silent = [
        shown(path)
        for path in modules(*CODE, "benchmarks", "tools")
        if (text := path.read_text(encoding="utf-8")).strip()
        and not ast.get_docstring(ast.parse(text))
    ]
    assert not silent


def test_no_error_is_swallowed_without_a_name() -> None:
    bare = [
        f"{shown(path)}:{node.lineno}"
        for path in modules(*CODE)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert not bare


def test_pages_hold_no_html_and_no_style_sheets() -> None:
    found = [
        shown(path)
        for path in modules("dashboard")
        if re.search(
            r"unsafe_allow_html|<style|<div|st\.html", path.read_text(encoding="utf-8")
        )
    ]
    assert not found


def test_every_cache_is_bounded() -> None:
    unbounded = [
        f"{shown(path)}:{node.lineno}"
        for path in modules("dashboard")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if "cache_data" in ast.unparse(decorator)
        or "cache_resource" in ast.unparse(decorator)
        if "max_entries" not in ast.unparse(decorator) and node.args.args
    ]
    assert not unbounded


def test_screens_make_no_sql_of_their_own() -> None:
    made = [
        f"{shown(path)}:{node.lineno}"
        for path in modules("dashboard")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        and re.search(r"\bSELECT\b|\bINSERT\b", ast.unparse(node))
    ]
    assert not made


def test_pages_compute_nothing() -> None:
    computing = [
        shown(path)
        for path in modules("dashboard/pages")
        if re.search(
            r"\.(groupby|merge|pivot_table|agg|mean|median|sum)\(",
            path.read_text(encoding="utf-8"),
        )
    ]
    assert not computing


@pytest.mark.parametrize("folder", ["dashboard/queries", "pipelines"])
def test_a_query_begins_by_saying_what_one_row_is(folder: str) -> None:
    silent = [
        shown(path)
        for path in sorted((ROOT / folder).rglob("*.sql"))
        if not re.search(
            r"[Oo]ne\s+(-- )?row|[Tt]he published file",
            "".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:4]),
        )
    ]
    assert not silent


def test_every_query_is_asked() -> None:
    asked = "".join(path.read_text(encoding="utf-8") for path in modules("dashboard"))
    unasked = [
        path.stem
        for path in sorted((ROOT / "dashboard/queries").glob("*.sql"))
        if f'"{path.stem}"' not in asked
    ]
    assert not unasked


def test_requirements_are_pinned_exactly() -> None:
    loose = [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "-r")) and "==" not in line
    ]
    assert not loose


def test_nothing_is_left_to_do_in_a_comment() -> None:
    word = re.compile(r"\b(TO" + "DO|FIX" + r"ME|XX" + r"X)\b")
    left = [
        shown(path)
        for path in modules(*CODE, "tests", "benchmarks", "tools")
        if word.search(path.read_text(encoding="utf-8"))
    ]
    assert not left


def test_the_two_packages_meet_at_data_only() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-1500:]


def test_the_readme_names_targets_that_exist() -> None:
    targets = set(
        re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    )
    named = set(re.findall(r"\bmake ([a-z]+)", (ROOT / "README.md").read_text("utf-8")))
    assert named and named <= targets
