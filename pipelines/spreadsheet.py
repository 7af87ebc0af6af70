"""What a spreadsheet opens as text and not as a formula."""

from __future__ import annotations

# A spreadsheet takes a cell that begins with one of these for a formula; some take
# their full-width twins too, and spaces in front shield nothing.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: object) -> object:
    """Text that looks like a formula gets an apostrophe in front."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA):
        return f"'{cell}"
    return cell
