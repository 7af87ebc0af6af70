"""Can the ratings be trusted: what the pages say of suspicions, and of none."""

from pathlib import Path

import duckdb

from tests.dashboard import published
from tests.dashboard.conftest import Open, words

ZJJ, HARBIN_ZJJ = "department:zjj", "organ:230100/zjj"
GAJ = "department:gaj"
HEADING = "Who answers, and how honestly"


def plain(text: str) -> str:
    return text.replace("\\", "")


def test_a_scorecard_says_what_was_seen_and_how_much_it_matters(
    world: Path, open_page: Open
) -> None:
    said = plain(words(open_page(world, "department", subject=ZJJ)))
    assert "2 suspicions; with those that contradict themselves, 46 ratings" in said
    # 0.902 instead of 0.91.
    assert "without them 90.2% satisfied (−0.80 pp)" in said
    assert (
        "2026-09-29 16:38–16:45: 45 ratings in a row at window ab6c745d, 100% of them "
        "with the same level and tags; on its other days the busiest 10 minutes bring "
        "about 1.0"
    ) in said
    assert "July 2026: only 3 of 400 closed cases were rated" in said


def test_an_organ_is_told_of_its_own_only(world: Path, open_page: Open) -> None:
    said = plain(words(open_page(world, "department", subject=HARBIN_ZJJ)))
    assert "16:38–16:45" in said
    assert "only 3 of 400" not in said


def test_where_nothing_is_odd_that_is_said(world: Path, open_page: Open) -> None:
    said = words(open_page(world, "department", subject=GAJ))
    assert "Nothing odd about these ratings" in said


def test_slips_alone_are_called_slips(tmp_path: Path, open_page: Open) -> None:
    folder = published.publish(tmp_path)
    with duckdb.connect(str(folder / "v1-internal.duckdb")) as con:
        con.execute("DELETE FROM honesty_flag")
        con.execute("UPDATE doubt SET flag_count = 0, doubtful_count = 1")
    said = words(open_page(tmp_path, "department", subject=ZJJ))
    assert "1 rating contradicts itself, by the look of it a slip" in said


def test_data_quality_lists_every_suspicion_and_contradiction(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "quality", role="steward")
    said = plain(words(app))
    # The gravest first.
    assert said.index("45 ratings in a row") < said.index("only 3 of 400")
    assert "1 rating contradicts itself" in said
    table = app.table[-1].value
    (kind, said) = table["Contradiction"].iloc[0].split("  \n")
    assert kind == "Tags of another level"
    assert said.startswith("level 5: ")
    # The names of the tags, harmless; one of them is hostile.
    assert r"\*\*x\*\*" in said


def test_without_its_limits_nothing_is_said_of_it(
    tmp_path: Path, open_page: Open
) -> None:
    folder = published.publish(tmp_path)
    for audience in ("public", "internal"):
        with duckdb.connect(str(folder / f"v1-{audience}.duckdb")) as con:
            con.execute("DELETE FROM limit_value WHERE name LIKE 'honesty%'")
    assert "trusted" not in words(open_page(tmp_path, "department", subject=ZJJ))
    app = open_page(tmp_path, "method")
    assert HEADING not in [header.value for header in app.header]


def test_the_method_page_says_the_limits_the_figures_went_by(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "method")
    said = words(app)
    assert HEADING in [header.value for header in app.header]
    assert "within 10 minutes" in said
    assert "within 5 seconds of closing" in said
