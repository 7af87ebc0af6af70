"""Leadership teams and officials: subjects that are in no published file."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database.columns import Base, Code, Names


class Team(Base):
    """A leadership team (领导班子) of an organ, a department or a city."""

    __tablename__ = "team"

    team_id: Mapped[Code] = mapped_column(primary_key=True)
    names: Mapped[Names]
    # The published subject it leads, such as organ:230100/gaj.
    leads: Mapped[Code]
    is_active: Mapped[bool] = mapped_column(default=True)


class Official(Base):
    """A leading cadre or civil servant (领导干部, 公务员)."""

    __tablename__ = "official"

    official_id: Mapped[Code] = mapped_column(primary_key=True)
    names: Mapped[Names]
    # leading_cadre or civil_servant: weights and quotas differ.
    standing: Mapped[Code]
    position: Mapped[Names]
    works_at: Mapped[Code]  # a published subject
    team_id: Mapped[str | None] = mapped_column(ForeignKey("team.team_id"))
    is_active: Mapped[bool] = mapped_column(default=True)
