"""Pages of the site: whole, accessible, without scripts, and of nobody's making."""

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq

from tests.dashboard import world
from tests.pipelines.site.conftest import BASE
from tests.pipelines.site.reading import broken_links, pages, reached, read

LARGEST = 200_000


def test_every_link_leads_somewhere(site: Path) -> None:
    assert len(pages(site)) > 40
    assert broken_links(site) == []
    # And no page is out of reach.
    assert reached(site) == pages(site)


def test_nothing_runs_and_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for page in pages(site):
        told = read(page)
        assert told.of("script", "iframe", "img", "form", "object", "embed") == []
        for _, attributes in told.tags:
            assert not [name for name in attributes if name.startswith("on")]
            assert "style" not in attributes
        abroad = [link for link in told.links if "://" in link]
        assert all(link.startswith(BASE) for link in abroad), page
        (policy,) = [
            each["content"] for each in told.of("meta") if "http-equiv" in each
        ]
        assert policy.startswith("default-src 'none'")
    style = (site / "site.css").read_text("utf-8")
    assert "url(" not in style
    assert "@import" not in style


def test_every_page_is_small_and_says_its_language_and_what_it_is(site: Path) -> None:
    for page in pages(site):
        assert page.stat().st_size < LARGEST, page
        told = read(page)
        (html,) = told.of("html")
        folder = page.relative_to(site).parts[0]
        assert html["lang"] == {"en": "en-GB"}.get(folder, "zh-CN")
        assert len(told.of("h1")) == len(told.of("main")) == 1
        assert len(told.ids) == len(set(told.ids)), page
        if folder != "index.html":
            # First in reading order, for those who use no mouse.
            assert told.of("a")[0] == {"class": "skip", "href": "#content"}
            (canonical,) = [e for e in told.of("link") if e["rel"] == "canonical"]
            assert canonical["href"] == BASE + page.relative_to(site).as_posix()
            others = {e["hreflang"] for e in told.of("link") if "hreflang" in e}
            assert others == {"zh-CN", "en-GB"}
        for table in told.of("table"):
            assert "class" not in table
        assert len(told.of("table")) == len(told.of("caption"))
        assert all(each["scope"] for each in told.of("th"))


def test_names_from_data_are_text(site: Path) -> None:
    text = (site / "en" / "city" / "230883.html").read_text("utf-8")
    assert world.HOSTILE not in text
    assert "<b>y</b>" not in text
    assert world.HOSTILE in read(site / "en" / "city" / "230883.html").words


def test_the_ranking_says_places_shares_intervals_and_how_many(site: Path) -> None:
    page = read(site / "en" / "ranking" / "city-2026Q3.html")
    table = list(csv.DictReader(io.StringIO(
        (site / "data" / "rankings.csv").read_text("utf-8-sig")
    )))  # fmt: skip
    ranked = [
        row
        for row in table
        if (row["kind"], row["period_kind"], row["period"], row["state"])
        == ("city", "quarter", "2026-07-01", "ranked")
    ]
    assert len(ranked) == 5
    for row in ranked:
        # What is drawn is told as a table too, by the rules for figures.
        n = int(float(row["n"]))
        decimals = 0 if n < 100 else 1
        assert f"{100 * float(row['share']):.{decimals}f}%" in page.words
        assert f"{n:,}" in page.words
        assert row["name_en"] in page.words
        assert f"{row['rank_low']}–{row['rank_high']}" in page.words
    # The picture: a dot for each, and its words for those who cannot see it.
    assert len(page.of("circle")) == len(ranked)
    (picture,) = page.of("svg")
    assert picture["role"] == "img"
    for described in picture["aria-labelledby"].split():
        assert described in page.ids
    assert "The axis starts at" in page.words


def test_whoever_is_not_ranked_is_listed_with_the_reason(site: Path) -> None:
    page = read(site / "zh" / "ranking" / "department-2026Q3.html")
    assert "仅列示，不排名" in page.words
    assert "垂直管理部门，不参与本级排名" in page.words
    page = read(site / "zh" / "ranking" / "city-2026Q3.html")
    assert "评价不足 30 件" in page.words


def test_a_city_has_a_page_of_its_own(site: Path) -> None:
    page = read(site / "zh" / "city" / "230100.html")
    for words in ("哈尔滨市", "2026 年三季度", "良好", "按时办结率", "得分的构成"):
        assert words in page.words, words
    assert not (site / "zh" / "organ").exists()


def test_the_data_are_the_same_in_every_format(site: Path) -> None:
    files = sorted((site / "data").glob("*.parquet"))
    assert {file.stem for file in files} == {
        *("indicators", "observations-2025", "observations-2026", "rankings"),
        *("scorecards", "subjects"),
    }
    for file in files:
        rows = pq.read_table(file).to_pylist()
        told = json.loads(file.with_suffix(".json").read_text("utf-8"))
        assert json.loads(json.dumps(rows, default=str)) == told
        text = file.with_suffix(".csv").read_bytes()
        assert text.startswith(b"\xef\xbb\xbf")
        lines = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
        assert len(lines) == len(rows) > 0
        # Nothing in a cell, not a nought.
        for name in rows[0]:
            empty = [line[name] == "" for line in lines]
            assert empty == [row[name] in (None, "") for row in rows], (file, name)


def test_what_is_withheld_is_null_in_every_file(site: Path) -> None:
    withheld = 0
    for file in (site / "data").glob("observations-*.json"):
        for row in json.loads(file.read_text("utf-8")):
            figures = ("value", "low", "high", "n", "numerator", "denominator")
            if row["state"] == "withheld":
                withheld += 1
                assert [row[name] for name in figures] == [None] * len(figures)
            if row["state"] not in ("ok", "provisional"):
                assert row["value"] is None
    assert withheld > 0


def test_search_engines_find_every_page(site: Path) -> None:
    text = (site / "sitemap.xml").read_text("utf-8")
    for page in pages(site):
        assert f"<loc>{BASE}{page.relative_to(site).as_posix()}</loc>" in text
    assert f"Sitemap: {BASE}sitemap.xml" in (site / "robots.txt").read_text("utf-8")
