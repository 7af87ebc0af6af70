"""Who may sign in, and who is signed in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dashboard.database.columns import Base, Code, Number, Sha, Word, now


class Account(Base):
    """One person. A local one has a password hash, one of OpenID Connect an issuer."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("issuer", "identity"),)

    account_id: Mapped[Number]
    # What is typed at sign-in, normalised (NFKC, lower case).
    sign_in_name: Mapped[Code] = mapped_column(unique=True)
    display_name: Mapped[Code]
    role: Mapped[Word]
    # The subject the person belongs to: an organ, a team, an official. Never scored by
    # this account; a leader at home in it may appeal for it.
    home: Mapped[Code | None]
    password_hash: Mapped[str | None]
    must_change_password: Mapped[bool] = mapped_column(default=False)
    issuer: Mapped[Code | None]
    identity: Mapped[Code | None]
    is_disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_sign_in_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()

    scopes: Mapped[list["AccountScope"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )

    __mapper_args__ = {"version_id_col": revision}


class AccountScope(Base):
    """A department or a city an account is limited to; none of a kind: no limit."""

    __tablename__ = "account_scope"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.account_id"), primary_key=True
    )
    kind: Mapped[Word] = mapped_column(primary_key=True)  # department or city
    code: Mapped[Code] = mapped_column(primary_key=True)


class SignedIn(Base):
    """A session of an account; the cookie holds the token, the store its hash."""

    __tablename__ = "signed_in"

    token_sha: Mapped[Sha] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.account_id"), index=True
    )
    csrf_token: Mapped[Code]
    address: Mapped[Code]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SignInAttempt(Base):
    """A try to sign in; counted by name and by address to slow guessing.

    Only the hash of the name is kept: people type passwords into the wrong field.
    """

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_attempt_name", "name_sha", "tried_at"),
        Index("ix_attempt_address", "address", "tried_at"),
    )

    attempt_id: Mapped[Number]
    name_sha: Mapped[Sha]
    address: Mapped[Code]
    tried_at: Mapped[datetime]
    succeeded: Mapped[bool]
