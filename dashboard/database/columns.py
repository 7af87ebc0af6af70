"""Column types that mean the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, DateTime, Dialect, MetaData, String
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no offsets, so they are added when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, _dialect: Dialect
    ) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("A moment needs its offset.")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value.astimezone(UTC) if value else None
        return value.replace(tzinfo=UTC)  # type: ignore[no-any-return]


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Instant, dict[str, Any]: JSON}


Number = Annotated[int, mapped_column(primary_key=True)]
# Names in every language: {"zh": …, "en": …}.
Names = dict[str, Any]
# Ids of cities, departments, subjects, methods, rules, items.
Code = Annotated[str, mapped_column(String(200))]
# A word of a closed list: state, role, kind.
Word = Annotated[str, mapped_column(String(40))]
# The hex of a SHA-256.
Sha = Annotated[str, mapped_column(String(64))]


def now() -> datetime:
    return datetime.now(UTC)
