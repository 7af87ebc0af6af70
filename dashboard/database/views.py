"""Views of the store: what other programs may read of it.

A view is a file migrations/views/<migration>_<name>.sql with one CREATE VIEW. It is
made by the migration of its number and not edited once that migration was released; a
later migration brings a new file.
"""

from pathlib import Path

_FOLDER = Path(__file__).parent / "migrations" / "views"


def of(revision: str) -> list[str]:
    """The statements of one migration, in the order of their names."""
    return [
        path.read_text(encoding="utf-8")
        for path in sorted(_FOLDER.glob(f"{revision}_*.sql"))
    ]
