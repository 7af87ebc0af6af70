"""Both languages say the same things, all that is asked for, and nothing else."""

import re
import string
from pathlib import Path

import pytest

from pipelines import site
from pipelines.site import words

HERE = Path(site.__file__).parent
CODE = "\n".join(
    path.read_text("utf-8")
    for path in sorted([*HERE.glob("*.py"), *(HERE / "templates").glob("*.html")])
)
# Whole keys, and beginnings of those that are put together.
KEY = re.compile(r"""["'](site|method|column|limit)\.([a-z0-9_]*)(["'{])""")
SHARED = ("method.", "limit.")


def asked() -> tuple[set[str], tuple[str, ...]]:
    whole, begun = set(), set()
    for group, name, end in KEY.findall(CODE):
        key = f"{group}.{name}"
        if name in ("css", "html"):
            continue
        (begun if end == "{" or not name or name.endswith("_") else whole).add(key)
    return whole, tuple(begun)


@pytest.mark.parametrize("language", list(words.LOCALES))
def test_every_key_that_is_asked_for_has_words(language: str) -> None:
    whole, begun = asked()
    known = words.catalogue(language)
    assert len(whole) > 60
    assert whole - set(known) == set()
    assert all(any(key.startswith(each) for key in known) for each in begun)


def test_no_words_are_left_that_nothing_asks_for() -> None:
    whole, begun = asked()
    left = [
        key
        for key in words.catalogue("zh")
        if key not in whole and not key.startswith((*begun, *SHARED))
    ]
    assert left == []


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    def told(language: str) -> dict[str, set[str | None]]:
        return {
            key: {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for key, text in words.catalogue(language).items()
        }

    assert told("zh") == told("en")


def test_every_column_of_the_data_is_explained() -> None:
    queries = "\n".join(
        path.read_text("utf-8") for path in (HERE / "queries").glob("data_*.sql")
    )
    columns = set(re.findall(r"(?:AS |\.)(\w+),?$", queries, re.MULTILINE))
    explained = {
        key.removeprefix("column.")
        for key in words.catalogue("zh")
        if key.startswith("column.")
    }
    assert {"subject_id", "could_be_best", "name_en"} <= explained <= columns
