"""Why a value was refused, in the reader's language."""

from dashboard.i18n import t


def words(reason_code: str, reason: str) -> str:
    """The catalogue's words for a code.

    The catalogue cannot know the checks that a workspace declares itself: for those the
    sentence stands that was published with the reject.
    """
    key = f"reject.{reason_code}"
    known = t(key)
    # A sentence there, a name here: it stands in headings and in the middle of lines.
    return reason.rstrip(".。") if known == key else known
