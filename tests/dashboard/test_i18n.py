"""Both catalogues hold exactly the keys the code uses, with the same placeholders."""

import ast
import itertools
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from dashboard import i18n

_CODE = Path(i18n.__file__).parent
LANGUAGES = list(i18n.LOCALES)


def messages(language: str) -> dict[str, Message]:
    found: dict[str, Message] = {}
    for path in i18n.catalogues(language):
        with path.open("rb") as file:
            for message in read_po(file):
                key = str(message.id[0] if message.pluralizable else message.id)
                if key:
                    assert key not in found, f"{key} stands twice, again in {path.name}"
                    found[key] = message
    return found


def nodes() -> Iterator[ast.AST]:
    for path in sorted(_CODE.rglob("*.py")):
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def calls() -> Iterator[tuple[str, set[str] | None]]:
    """Keys given to t and tn as they stand, with the values' names if all are told."""
    for node in nodes():
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("t", "tn")
            and isinstance(node.args[0], ast.Constant)
        ):
            names = {keyword.arg for keyword in node.keywords}
            told = {name for name in names if name is not None}
            if node.func.id == "tn":
                told.add("n")
            yield str(node.args[0].value), None if None in names else told


def texts() -> set[str]:
    """Every literal text of the code: a key may be chosen first, translated later."""
    return {
        node.value
        for node in nodes()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def beginnings() -> tuple[str, ...]:
    """How keys begin that are put together, like f"state.{state}"."""
    return tuple(
        str(node.values[0].value)
        for node in nodes()
        if isinstance(node, ast.JoinedStr)
        and isinstance(node.values[0], ast.Constant)
        and "." in str(node.values[0].value)
    )


def words_of(message: Message) -> list[str]:
    """One text, or one for each plural form."""
    words = message.string
    return [str(each) for each in words] if isinstance(words, tuple) else [str(words)]


def placeholders(message: Message) -> set[str]:
    return {
        name
        for text in words_of(message)
        for _before, name, _format, _conversion in string.Formatter().parse(text)
        if name is not None
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_the_code_asks_for_has_words(language: str) -> None:
    assert {key for key, _values in calls()} - set(messages(language)) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_left_that_nothing_asks_for(language: str) -> None:
    used, begun = texts(), beginnings()
    left = [
        key
        for key in messages(language)
        if key not in used and not key.startswith(begun)
    ]
    assert left == []


def test_every_language_has_the_same_keys() -> None:
    keys = [set(messages(language)) for language in LANGUAGES]
    assert all(each == keys[0] for each in keys)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_ask_only_for_values_the_code_gives(language: str) -> None:
    known = messages(language)
    for key, told in calls():
        if told is not None:
            assert placeholders(known[key]) <= told, key


def test_words_chosen_at_run_time_have_the_same_placeholders_everywhere() -> None:
    literal = {key for key, told in calls() if told is not None}
    first, *others = (messages(language) for language in LANGUAGES)
    for other in others:
        for key in set(first) - literal:
            assert placeholders(other[key]) == placeholders(first[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_empty(language: str) -> None:
    for key, message in messages(language).items():
        assert all(words_of(message)), key


def test_chinese_uses_chinese_punctuation() -> None:
    """A comma between Chinese characters is a Chinese comma."""
    for key, message in messages("zh").items():
        for text in words_of(message):
            for before, mark in itertools.pairwise(text):
                chinese = "\u4e00" <= before <= "\u9fff"
                assert not (chinese and mark in ",;?!:"), (key, text)


def test_chinese_has_no_half_width_punctuation_before_a_space() -> None:
    """Nor after a figure or a name: the mark is a Chinese one, without a space."""
    for key, message in messages("zh").items():
        for text in words_of(message):
            assert not any(mark in text for mark in (", ", "; ", ": ", "? ")), key


def test_english_has_straight_quotes() -> None:
    """Fonts that also hold Chinese draw curly ones as wide as a character."""
    for key, message in messages("en").items():
        for text in words_of(message):
            assert not set(text) & set("\u2018\u2019\u201c\u201d"), key


def test_a_number_of_things_has_a_singular() -> None:
    """1 file, 2 files. Limits are left out: nobody sets one to 1."""
    # Asked for only where there are several.
    always_many = {"quality.gap_many"}
    for key, message in messages("en").items():
        if not message.pluralizable and key not in always_many:
            for text in words_of(message):
                assert not _COUNTED.search(text), key


_COUNTED = re.compile(r"\{\w+\} (days|files|rows|cases|cities|departments|months)\b")
