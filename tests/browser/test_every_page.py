"""Every page, in both languages, on a desk and on a phone: nothing is broken."""

import re
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from tests.browser.conftest import MeetReader
from tests.browser.faults import faults
from tests.browser.reader import DESK, PHONE, Reader, Size
from tests.serving import Server

# A department that slips, an organ too small to score, all of a page behind a choice.
INTERNAL = {
    "overview": ("", {}),
    "signals": ("signals", {"period": "month:2026-08-01"}),
    "funnels": ("signals", {"view": "funnels", "indicator": "on_time_rate"}),
    "department": ("department", {"subject": "department:rsj"}),
    "organ": ("department", {"subject": "organ:230883/gaj"}),
    "city": ("city", {"subject": "city:230300"}),
    "compare": ("compare", {"kind": "city"}),
    "what_if": ("what_if", {"kind": "city", "weights": "pillar:timeliness~80"}),
    "ranking": ("ranking", {"kind": "city"}),
    "method": ("method", {"indicator": "very_satisfied_rate"}),
    "quality": ("quality", {}),
}
PUBLIC: dict[str, tuple[str, dict[str, str]]] = {
    "public-ranking": ("", {}),
    "public-method": ("method", {}),
}
_CHINESE_WORD = re.compile("[\u4e00-\u9fff]+")
# Opened on the first screen, then looked at on the second: both languages are seen on
# both, every page is opened on both, and none is opened four times.
SCREENS = pytest.mark.parametrize(
    ("language", "first", "second"),
    [("zh", DESK, PHONE), ("en", PHONE, DESK)],
    ids=["zh", "en"],
)


@pytest.fixture(scope="module")
def quoted(demo: Path) -> list[str]:
    """Values of rejected rows and headers nobody declared: shown as they came."""
    (file,) = (demo / "published").glob("*-internal.duckdb")
    with duckdb.connect(str(file), read_only=True) as con:
        values = con.execute("SELECT DISTINCT value FROM reject").fetchall()
        notes = con.execute("SELECT DISTINCT unnest(notes) FROM load").fetchall()
    headers = {word for (note,) in notes for word in _CHINESE_WORD.findall(note)}
    # One character would eat words of the page itself.
    words = {value for (value,) in values if value and len(value) > 1} | headers
    return sorted(words, key=len, reverse=True)


@SCREENS
@pytest.mark.parametrize("name", INTERNAL)
def test_no_page_of_leaders_shows_a_fault(
    internal: Server,
    meet_again: MeetReader,
    quoted: list[str],
    name: str,
    language: str,
    first: Size,
    second: Size,
) -> None:
    page, address = INTERNAL[name]
    reader = meet_again(internal, language, first).go(page, **address)
    found = faults_on_both(reader, second, name, quoted)
    assert found == []


@SCREENS
@pytest.mark.parametrize("name", PUBLIC)
def test_no_page_of_the_public_shows_a_fault(
    public: Server,
    meet_again: MeetReader,
    name: str,
    language: str,
    first: Size,
    second: Size,
) -> None:
    page, address = PUBLIC[name]
    reader = meet_again(public, language, first).go(page, **address)
    assert faults_on_both(reader, second, name) == []


def faults_on_both(
    reader: Reader, second: Size, name: str, quoted: Sequence[str] = ()
) -> list[str]:
    """What is wrong on the screen the page was opened on, and on another one."""
    reader.take_long_picture(name)
    found = [f"{reader.size.name}: {fault}" for fault in faults(reader, quoted)]
    reader.resize(second)
    reader.take_long_picture(name)
    found += [f"{second.name}: {fault}" for fault in faults(reader, quoted)]
    reader.page.close()
    return found
