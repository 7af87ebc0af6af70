"""What people do with a page besides reading: press, fill, choose, bring files.

As fast as people are: only after what asks the server for something else to look at is
the answer waited for.
"""

import re
from collections.abc import Mapping, Sequence

from playwright.sync_api import FilePayload, Locator

from tests.browser.reader import Reader

# Milliseconds; the machine that runs the tests may have much else to do.
PATIENCE = 60_000


def press(reader: Reader, words: str, within: Locator | None = None) -> Reader:
    """Press a button by its words, and wait for the answer."""
    click(reader, words, within)
    return answered(reader)


def click(reader: Reader, words: str, within: Locator | None = None) -> None:
    """Press a button that opens a box or a question; its icon is no word of it."""
    name = re.compile(rf"(^|\s){re.escape(words)}$")
    (within or reader.page).get_by_role("button", name=name).click()


def unfold(reader: Reader, words: str) -> Reader:
    """Open a part of the page that is folded; what is in it moves for a moment."""
    reader.page.get_by_test_id("stExpander").get_by_text(words, exact=True).click()
    return answered(reader)


def fill(
    reader: Reader, fields: Mapping[str, object], within: Locator | None = None
) -> None:
    """Fill fields by the beginning of their labels, with Tab, as fast as one types."""
    for label, value in fields.items():
        # Not by the label alone: the button of its help has it too.
        field = (within or reader.page).locator(
            f':is(input, textarea)[aria-label^="{label}"]'
        )
        field.fill(str(value))
        field.press("Tab")


def tick(reader: Reader, words: str) -> None:
    """Tick a box."""
    reader.page.get_by_test_id("stCheckbox").get_by_text(words).click()


def choose(reader: Reader, label: str, option: str) -> Reader:
    """Choose one of a list, wherever on the page it stands."""
    box = reader.page.get_by_role("combobox", name=label)
    # A list closes when the page is scrolled.
    box.scroll_into_view_if_needed()
    reader.page.wait_for_timeout(150)
    box.click()
    reader.page.get_by_role("option", name=option).click()
    return answered(reader)


def pick(reader: Reader, label: str, options: Sequence[str]) -> None:
    """Choose several of a list, in place of the one that was proposed."""
    box = reader.page.get_by_role("combobox", name=label)
    box.press("Backspace")
    for option in options:
        box.fill(option)
        reader.page.get_by_role("option", name=option, exact=True).click()
    box.press("Escape")


def bring(reader: Reader, place: Locator, name: str, text: str) -> Reader:
    """Bring a text file to the upload field of a place."""
    file = FilePayload(name=name, mimeType="text/plain", buffer=text.encode())
    place.locator('input[type="file"]').set_input_files(files=[file])
    return answered(reader)


def open_box(reader: Reader) -> Locator:
    """What a button has opened beside itself."""
    return reader.page.get_by_test_id("stPopoverBody")


def leave(reader: Reader) -> None:
    """Close a box or a dialog by the keyboard."""
    reader.page.keyboard.press("Escape")


def cells(reader: Reader) -> list[str]:
    """What stands in the tables that are drawn, cell by cell."""
    return reader.page.locator("canvas td").all_text_contents()


def answered(reader: Reader) -> Reader:
    # Let it leave the browser before waiting for the answer.
    reader.page.wait_for_timeout(100)
    return reader.settle()
