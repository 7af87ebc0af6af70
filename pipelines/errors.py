"""What can go wrong, as the person at the terminal should read it.

Every message says what, where, what was expected and what to do next. The exit
status is part of the contract: 1 when data was refused, 2 when a declaration or the
call is wrong.
"""


class GovscoreError(Exception):
    """Base of every error that is shown as a sentence and never as a traceback."""

    exit_status = 2


class DeclarationError(GovscoreError):
    """A file of the workspace declares something that cannot be."""

    def __init__(self, file: object, key: str, stands: object, expected: str) -> None:
        where = f"{file}: {key}" if key else f"{file}"
        stood = "" if stands is None else f" is {stands!r}"
        super().__init__(f"{where}{stood}. Expected: {expected}.")


class CallError(GovscoreError):
    """The command was called with something that does not exist."""


class DataRefused(GovscoreError):
    """The data did not pass; what was published before still stands."""

    exit_status = 1


class FileRefused(DataRefused):
    """One raw file cannot be read as its source declares it."""

    def __init__(self, source: str, file: str, problem: str, next_step: str) -> None:
        super().__init__(f"{source}: {file}: {problem}\n{next_step}")


class AnotherRun(GovscoreError):
    """Another run is at work on the same workspace."""

    exit_status = 1
