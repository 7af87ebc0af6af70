"""What Alembic runs for a migration: on the connection that migrate.py opened.

There is no other way in, so that nothing migrates a store without its lock.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from dashboard.database import models
from dashboard.database.columns import Base, Instant


def _render_item(
    kind: str, item: Any, autogenerate: AutogenContext
) -> str | Literal[False]:
    """Write our own column type by its name in a migration made from the models."""
    if kind == "type" and isinstance(item, Instant):
        autogenerate.imports.add("from dashboard.database.columns import Instant")
        return "Instant()"
    return False


# Importing the package is what makes the tables known.
assert models.__all__
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_item=_render_item,
    compare_type=True,
)
# The transaction is migrate.py's: everything or nothing.
context.run_migrations()
