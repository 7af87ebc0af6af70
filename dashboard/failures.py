"""What can go wrong between published data and a screen, as types with a sentence.

`key` names the sentence in the catalogues, `values` fill it. app.py shows it; the
details a developer needs are in the exception's own message, which only the log sees.
"""


class Failure(Exception):
    """Something a reader is told in a sentence of their language."""

    key = "failure.unexpected"

    def __init__(self, message: str = "", **values: str) -> None:
        super().__init__(message or self.key)
        self.values = values


class NothingPublished(Failure):
    """There is no current.json: the pipelines never ran in this workspace."""

    key = "failure.nothing_published"


class PublicationUnreadable(Failure):
    """current.json is damaged, or names a file that is not there or does not open."""

    key = "failure.publication_unreadable"


class NoEdition(Failure):
    """A link names an edition that is not there."""

    key = "failure.no_edition"


class QueryFailed(Failure):
    """The published file does not answer this question (another product version?)."""

    key = "failure.query_failed"


class NotForThisAudience(Failure):
    """The page is internal and this deployment serves the public."""

    key = "failure.not_for_this_audience"


class SignInNeeded(Failure):
    """The page is for those who signed in, and nobody did."""

    key = "failure.sign_in_needed"
