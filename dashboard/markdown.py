"""Outside text made harmless: names from published data are data, never markup."""

import re

# Everything Streamlit's Markdown gives a meaning to: emphasis, links, HTML, maths ($),
# :directives[], code, tables, headings, lists.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$&^=\"'])")
# Icons (:material/x:), emoji (:smile:), colours (:red[x]) and bare addresses are looked
# for after backslashes are resolved: only a character in between stops those.
_ACTIVE = re.compile(r":(?=[a-z/])|(?<=www)(?=\.)", re.IGNORECASE)
_WORD_JOINER = "\u2060"
_ESCAPED = re.compile(r"\\([\W_])")
_BREAK = "  \n"
# As long as a telephone has room for beside two other columns.
_SHORT_CHINESE = re.compile("[\u4e00-\u9fff]{2,6}")
_SPACE = re.compile(r"\s+")


def plain(text: object) -> str:
    """The text as it stands, for any place that reads Markdown."""
    flat = _SPACE.sub(" ", str(text)).strip()
    stopped = _ACTIVE.sub(lambda found: found.group() + _WORD_JOINER, flat)
    return _SPECIAL.sub(r"\\\1", stopped)


def lines(*texts: str) -> str:
    """Lines of one cell of a table, which is read on a telephone too; empty left out.

    There every column takes room from all others.
    """
    return _BREAK.join(text for text in texts if text)


def unbroken(text: object) -> str:
    """A short name as it stands, which no narrow column breaks.

    Chinese may be broken after every character, and in a table of a telephone it is.
    """
    flat = str(text)
    if not _SHORT_CHINESE.fullmatch(flat):
        return plain(flat)
    return _WORD_JOINER.join(flat)


def code(text: object) -> str:
    """The text as code, the same in every language: formulas, names of columns."""
    flat = _SPACE.sub(" ", str(text).replace("`", "'")).strip()
    # A bar would end the cell of a table, inside code as well.
    return f"`{flat}`".replace("|", r"\|")


def spoken(markdown: str) -> str:
    """Words made with plain, where no Markdown is read: the name of a chart."""
    return _ESCAPED.sub(r"\1", markdown).replace(_WORD_JOINER, "")
