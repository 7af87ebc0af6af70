"""House rules that a machine can check, so that people can talk about meaning.

That both languages have the same words is checked in tests/dashboard/test_i18n.py.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

import dashboard.cli
import pipelines.cli
from tests import house_rules as rules

ROOT = Path(__file__).parents[1]
CODE = ("pipelines", "dashboard", "streamlit_app.py")
EVERYTHING = (*CODE, "tests", "benchmarks", "tools")
Rule = Callable[[str], Iterator[str]]

# Rule, where it holds, and what it must not let pass.
RULES: list[tuple[Rule, tuple[str, ...], list[str]]] = [
    (rules.too_long, EVERYTHING, ["\n" * 301]),
    (rules.silent, EVERYTHING, ["import os", "# a comment\nx = 1"]),
    (rules.undone, EVERYTHING, ["# TO" + "DO later", "# FIX" + "ME", "x  # XX" + "X"]),
    (
        rules.swallowed,
        EVERYTHING,
        [
            "try: pass\nexcept: raise",
            "try: pass\nexcept Exception: pass",
            "try: pass\nexcept (OSError, BaseException) as e: raise ValueError",
        ],
    ),
    (
        rules.marked_up,
        ("dashboard",),
        [
            "st.markdown(x, unsafe_allow_html=True)",
            "st.html(x)",
            "st.markdown('<div class=x>')",
            "style = '<style>p {}</style>'",
        ],
    ),
    (
        rules.unbounded,
        ("dashboard",),
        [
            "@st.cache_data\ndef f(): ...",
            "@st.cache_data(ttl=3)\ndef f(): ...",
            "@st.cache_resource(max_entries=None)\ndef f(): ...",
        ],
    ),
    (
        rules.pasted_sql,
        ("dashboard",),
        [
            "q = f'SELECT {a}'",
            "q = 'select %s' % a",
            "q = 'WITH x AS ' + a",
            "q = 'DELETE FROM {}'.format(a)",
        ],
    ),
    (
        rules.computes,
        ("dashboard/pages",),
        ["a.groupby('b').size()", "a.merge(b)", "a.b.mean()"],
    ),
    (
        rules.unnamed_keys,
        ("dashboard",),
        [
            "st.session_state['a'] = 1",
            "st.session_state.get(f'a_{b}')",
            "st.session_state.a = 1",
            "A = 'a'\nst.session_state[A]",
        ],
    ),
    (
        rules.untranslated,
        ("dashboard",),
        [
            "st.title('Overview')",
            "st.info(f'{n} rows')",
            "left.metric('得分', 3)",
            "st.metric(t('a'), 3, help='What it means')",
            "config.NumberColumn('Score')",
        ],
    ),
]
# Each is looked at by hand once, and is here with its reason.
ALLOWED = {
    # Plotly reads a little HTML of its own in texts of charts; <br> breaks a line.
    ("marked_up", "dashboard/charts"),
    # Made from the models by a program, and read by one.
    ("too_long", "dashboard/database/migrations/versions"),
    ("untranslated", "dashboard/database/migrations/versions"),
}


def modules(*places: str) -> Iterator[Path]:
    for place in places:
        found = ROOT / place
        yield from [found] if found.is_file() else sorted(found.rglob("*.py"))


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize(
    ("rule", "places"),
    [(rule, places) for rule, places, _ in RULES],
    ids=[rule.__name__ for rule, *_ in RULES],
)
def test_every_file_keeps_the_rule(rule: Rule, places: tuple[str, ...]) -> None:
    broken = [
        f"{shown(path)}: {what}"
        for path in modules(*places)
        if (rule.__name__, shown(path.parent)) not in ALLOWED
        for what in rule(path.read_text(encoding="utf-8"))
    ]
    assert broken == []


@pytest.mark.parametrize(
    ("rule", "broken"),
    [(rule, text) for rule, _, texts in RULES for text in texts],
    ids=[f"{rule.__name__}-{n}" for rule, _, texts in RULES for n in range(len(texts))],
)
def test_every_rule_bites(rule: Rule, broken: str) -> None:
    assert list(rule(broken)) != []


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        (rules.swallowed, "try: pass\nexcept BaseException:\n    undo()\n    raise"),
        (rules.untranslated, "st.title(t('a.b'))\nconfig.NumberColumn('n')"),
        (rules.untranslated, "st.markdown(f'**{title}**  \\n:gray[:small[{words}]]')"),
        (rules.unnamed_keys, "st.session_state[session_keys.LANGUAGE] = 'zh'"),
        (rules.pasted_sql, "q = 'SELECT 1'"),
    ],
)
def test_no_rule_bites_what_is_right(rule: Rule, kept: str) -> None:
    assert list(rule(kept)) == []


def test_a_file_is_named_for_its_subject() -> None:
    assert list(rules.no_subject("dashboard/helpers/dates.py")) == ["helpers"]
    assert list(rules.no_subject("pipelines/utils.py")) == ["utils"]
    unnamed = [
        shown(path)
        for path in modules(*EVERYTHING)
        if list(rules.no_subject(shown(path)))
    ]
    assert unnamed == []


def test_a_sql_file_begins_by_saying_what_one_row_is() -> None:
    silent = [
        shown(path)
        for folder in ("dashboard", "pipelines")
        for path in sorted((ROOT / folder).rglob("*.sql"))
        if not _says_what_a_row_is(path.read_text(encoding="utf-8"))
    ]
    assert silent == []
    assert not _says_what_a_row_is("SELECT 1\n-- One row: a thing")
    assert not _says_what_a_row_is("-- The departments.\nSELECT 1")


def _says_what_a_row_is(text: str) -> bool:
    comment = re.match(r"(?:--[^\n]*\n)+", text)
    said = re.sub(r"\s*\n--\s*", " ", comment.group()) if comment else ""
    # The schema of a whole file says it table by table.
    return bool(re.search(r"\b[Oo]ne row\b|every table", said))


def test_every_question_is_asked() -> None:
    asked = "".join(path.read_text(encoding="utf-8") for path in modules("dashboard"))
    unasked = [
        path.stem
        for path in sorted((ROOT / "dashboard/queries").glob("*.sql"))
        if f'"{path.stem}"' not in asked
    ]
    assert unasked == []


def test_requirements_are_pinned_exactly() -> None:
    pinned = re.compile(r"[A-Za-z0-9_.-]+(\[[a-z,]+\])?==[0-9][0-9A-Za-z.]*")
    loose = [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "-r ")) and not pinned.fullmatch(line)
    ]
    assert loose == []
    assert not pinned.fullmatch("duckdb>=2.0")


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
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    told = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    named = {
        target
        for path in told
        for target in re.findall(
            r"(?:^|`)make ([a-z]+)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert {"run", "test"} <= named
    assert named <= targets


def commands(of: typer.Typer) -> dict[str, str | None]:
    """Every command of a command line, also those of its groups, with its help."""
    found: dict[str, str | None] = {}

    def look(command: Any, words: str) -> None:
        for name, inner in getattr(command, "commands", {}).items():
            found[f"{words}{name}"] = inner.help
            look(inner, f"{words}{name} ")

    look(typer.main.get_command(of), "")
    return found


@pytest.mark.parametrize(
    ("of", "known"),
    [
        (pipelines.cli.app, {"demo", "check", "run", "status"}),
        (dashboard.cli.app, {"users", "users add", "users demo", "audit verify"}),
    ],
    ids=["pipelines", "dashboard"],
)
def test_every_command_says_what_it_does(of: typer.Typer, known: set[str]) -> None:
    found = commands(of)
    assert known <= set(found)
    assert [name for name, help in found.items() if not help] == []
