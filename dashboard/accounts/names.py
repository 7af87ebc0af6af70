"""Names one signs in with, and names that are shown."""

import unicodedata

from dashboard.failures import Failure

_LONGEST = 100


class Unusable(Failure):
    """The name is empty, too long, or holds what cannot be seen."""

    key = "failure.name_unusable"


def normal(typed: str) -> str:
    """The one form of a name that is compared and kept; empty for what is no name.

    Full-width letters, capitals and characters put together in other ways are the same
    name: otherwise one could take a name that looks like a colleague's.
    """
    name = unicodedata.normalize("NFKC", typed.strip()).casefold()
    name = unicodedata.normalize("NFKC", name)
    fit = name.isprintable() and not any(letter.isspace() for letter in name)
    return name if fit and len(name) <= _LONGEST else ""


def sign_in_name(typed: str) -> str:
    """The same of a new account. Raises Unusable."""
    if not (name := normal(typed)):
        raise Unusable(f"not a name to sign in with: {typed!r}")
    return name


def display_name(typed: str) -> str:
    """A name to show, as typed but for blanks around it. Raises Unusable."""
    name = unicodedata.normalize("NFC", typed.strip())
    if not name or not name.isprintable() or len(name) > _LONGEST:
        raise Unusable(f"not a name to show: {typed!r}")
    return name
