"""Outside text in a chart: Plotly reads a little HTML in labels and hovers."""

import html


def plain(text: object) -> str:
    """The text as it stands. Plotly understands entities, not Markdown."""
    return html.escape(str(text), quote=False).replace("$", "&#36;")


def brief(text: object, length: int) -> str:
    """The same, cut to fit an axis; the hover has the whole."""
    return plain(cut(text, length))


def cut(text: object, length: int) -> str:
    """The text as it stands, not longer than that."""
    words = str(text)
    return words if len(words) <= length else f"{words[: length - 1]}…"
