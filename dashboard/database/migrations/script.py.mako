"""${message}"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from dashboard.database import views
${imports if imports else ""}

revision: str = ${repr(up_revision)}
down_revision: str | None = ${repr(down_revision)}
branch_labels: str | Sequence[str] | None = ${repr(branch_labels)}
depends_on: str | Sequence[str] | None = ${repr(depends_on)}


def upgrade() -> None:
    """Make what is new; there is no way down but a backup."""
    ${upgrades if upgrades else "pass"}
    for statement in views.of(revision):
        op.execute(statement)
