"""The handbook: everything that is declared, in both languages, as on the page."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard import cli, i18n, locations, store
from dashboard.audience import Audience
from dashboard.handbook import blocks, printing, worked
from pipelines.declarations import workspace as declarations
from pipelines.locations import Locations
from pipelines.publish import contents as published_contents
from tests.dashboard import published
from tests.dashboard.conftest import Open, words
from tests.dashboard.world import HOSTILE, INDICATORS
from tests.serving import PROJECT

LANGUAGES = ("zh", "en")
Run = Callable[..., tuple[int, str, str]]
# A step of every kind, so that no word can be missing.
STEPS = [(topic, symbol) for topic, all_ in worked.FORMULAS.items() for symbol in all_]


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented world with every step of every worked example, of a hostile city."""
    workspace = tmp_path_factory.mktemp("followed")
    published.publish(workspace)
    for audience in ("public", "internal"):
        with duckdb.connect(
            str(workspace / "published" / f"v1-{audience}.duckdb")
        ) as con:
            for place, (topic, symbol) in enumerate(STEPS, 1):
                con.execute(
                    "INSERT INTO worked_example VALUES (?, 'city:230883', "
                    "'very_satisfied_rate', 'quarter', '2026-07-01', ?, ?, "
                    "'satisfaction', ?, 3, 'number')",
                    [topic, place, symbol, -place / 8],
                )
            for name in ("draws", "spread", "seed"):
                con.execute(
                    "INSERT INTO limit_value VALUES (?, 0.5)", [f"sensitivity_{name}"]
                )
            con.execute("INSERT INTO limit_value VALUES ('lift_longest', 3)")
            con.execute(
                "INSERT INTO break_mark VALUES ('2026-09-01', 'definition', "
                "'declared', NULL, NULL, 'all', NULL, ?)",
                [{"zh": HOSTILE, "en": HOSTILE}],
            )
    return workspace


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `python -m dashboard handbook`; status, what it said, what went wrong."""

    def ran(workspace: Path, *options: str) -> tuple[int, str, str]:
        monkeypatch.setenv(locations.DATA_VARIABLE, str(workspace))
        monkeypatch.setattr(sys, "argv", ["dashboard", "handbook", *options])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return ran


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_names_every_indicator_scheme_and_limit(
    followed: Path, run: Run, language: str
) -> None:
    status, text, _ = run(followed, "--language", language)
    assert status == 0
    for _id, *_rest, zh, en, _best, _step in INDICATORS:
        assert f"#### {zh if language == 'zh' else en}\n" in text
    assert {"zh": "2026 年方案", "en": "Scheme 2026"}[language] in text
    names = store.fetch_for(Audience.PUBLIC, "method_limits").name
    assert len(names) > 5
    for name in names:
        assert f"| `{name}` |" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated_and_every_step_has_its_value(
    followed: Path, run: Run, language: str
) -> None:
    _, text, _ = run(followed, "--language", language)
    assert not re.search(r"\b(method|worked|limit|handbook|editions)\.[a-z]+_?", text)
    for place, _step in enumerate(STEPS, 1):
        assert f"| −{place / 8:.3f} |" in text
    # Nine examples, each under a title of its own.
    word = {"zh": "#### 算例", "en": "#### Worked example"}[language]
    titles = [line for line in text.splitlines() if line.startswith(word)]
    assert len(titles) == len(set(titles)) == len(worked.FORMULAS) == 9


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_name_is_no_markup(followed: Path, run: Run, language: str) -> None:
    _, text, _ = run(followed, "--language", language)
    for live in ("**x**", "<b>", "$a$", "[l](", "javascript:1)", ":red[", "`c`"):
        assert live not in text, live
    # A name with a bar does not begin another cell.
    for table in re.findall(r"(?m)(?:^\|.*\n)+", text):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1, table


def test_page_and_handbook_say_the_same(
    followed: Path, run: Run, open_page: Open
) -> None:
    _, text, _ = run(followed, "--language", "en")
    app = open_page(followed, "method", audience="public")
    assert not app.exception
    assert len(app.table) > len(worked.FORMULAS)
    for shown in app.table:
        frame: pd.DataFrame = shown.value
        columns = {str(name): frame[name].astype(str).tolist() for name in frame}
        assert printing.table(blocks.Table(columns)) in text
    for header in app.header:
        assert f"## {header.value}\n" in text
    # What the page offers as a file is this text.
    (button,) = app.get("download_button")
    assert button.proto.label == "Download the handbook"


def test_every_section_is_reached_from_the_top(followed: Path, open_page: Open) -> None:
    app = open_page(followed, "method", audience="public")
    ways = re.findall(r"\]\(#([a-z-]+)\)", words(app))
    assert ways == [header.proto.anchor for header in app.header]
    for anchor in ("indicators", "scheme", "change", "ranking", "case-mix", "firmness",
                   "on-time", "honesty", "assessors", "signals", "intervals",
                   "states", "disclosure", "breaks", "sources", "limits"):  # fmt: skip
        assert anchor in ways


def test_the_first_page_says_which_publication_it_is(followed: Path, run: Run) -> None:
    for audience, told in (("public", "the public"), ("internal", "internal")):
        _, text, _ = run(followed, "--language", "en", "--audience", audience)
        first, _, _ = text.partition("## Contents")
        for line in ("| Version | `v1` |", "| As of | 2026-10-31 |",
                     f"| Audience | {told} |",
                     "| Hash of the declarations | `workspace` |",
                     "| Hash of all inputs | `input` |"):  # fmt: skip
            assert line in first


def test_it_is_written_to_a_file(followed: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "handbook.md"
    status, said, _ = run(followed, "--out", str(out))
    assert (status, said) == (0, f"Wrote {out}.\n")
    assert out.read_text("utf-8").startswith("# 黑龙江省政务服务绩效")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--language", "fr"), "'fr' is no language of this program: zh or en."),
        (("--audience", "press"), "'press' is no audience: public or internal."),
        (("--out", "/nowhere/handbook.md"), "/nowhere/handbook.md cannot be written"),
        (("--data", "/nowhere"), "/nowhere is no folder."),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    followed: Path, run: Run, options: tuple[str, ...], says: str
) -> None:
    status, _, wrong = run(followed, *options)
    assert status == 2
    assert says in wrong


def test_a_public_deployment_prints_no_internal_handbook(
    followed: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "public")
    status, text, wrong = run(followed, "--audience", "internal")
    assert (status, text) == (1, "")
    assert wrong


def test_nothing_published_is_a_sentence(tmp_path: Path, run: Run) -> None:
    status, _, wrong = run(tmp_path)
    assert status == 1
    assert "Traceback" not in wrong


def test_without_schemes_and_figures_there_is_still_a_handbook(
    empty_world: Path, run: Run
) -> None:
    status, text, _ = run(empty_world, "--language", "en")
    assert status == 0
    assert "Worked example" not in text


def test_every_limit_of_the_project_has_words() -> None:
    found = declarations.load(Locations(PROJECT / "data"))
    settings = found.settings
    assert found.honesty
    assert settings.ranking
    told = (
        *found.honesty.limits(),
        *settings.signals.limits(),
        *settings.ranking.limits(),
    )
    names = [name for name, _ in told]
    assert len(names) > 15
    others = (
        *("withheld_below", "not_ranked_below", "publications_kept", "lift_longest"),
        *("sensitivity_draws", "sensitivity_spread", "sensitivity_seed"),
        *("reliable_from", "protection_width", "round_to"),
    )
    for name in (*names, *others):
        for language in LANGUAGES:
            assert i18n.said_in(language, f"limit.{name}") != f"limit.{name}"


def test_every_example_that_is_published_has_formulas() -> None:
    assert set(published_contents.EXAMPLES) == set(worked.FORMULAS)
    folder = Path(published_contents.__file__).parent / "worked"
    for topic in published_contents.EXAMPLES:
        sql = (folder / f"{topic}.sql").read_text("utf-8")
        told = set(re.findall(r"'symbol': '([a-z_]+)'", sql))
        assert told <= set(worked.FORMULAS[topic]), topic
