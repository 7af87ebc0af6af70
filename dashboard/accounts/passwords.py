"""Passwords: what one must be like, and its Argon2id hash."""

import functools
import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dashboard.failures import Failure

SHORTEST = 12
# Nobody types more, and hashing an endless text would keep the server busy.
LONGEST = 200
# 47 MB and about 60 ms a sign-in: OWASP's first choice for Argon2id.
HASHER = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)
# So that many who sign in at once wait for each other instead of taking all memory.
_AT_ONCE = threading.BoundedSemaphore(4)
# Letters and figures that are not mistaken for one another when read from a screen.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Unfit(Failure):
    """The password is too short, too long, or the name one signs in with."""

    key = "failure.password_unfit"


class Unchanged(Failure):
    """The new password is the old one."""

    key = "failure.password_unchanged"


def check_fit(password: str, sign_in_name: str) -> None:
    """Raise Unfit unless it may be used. Length is all that is asked for: rules about
    kinds of letters make passwords that are alike.
    """
    plain = _normal(password)
    if not SHORTEST <= len(plain) <= LONGEST or plain.casefold() == sign_in_name:
        raise Unfit(
            f"a password of {len(plain)} letters",
            shortest=str(SHORTEST),
            longest=str(LONGEST),
        )


def hashed(password: str) -> str:
    with _AT_ONCE:
        return HASHER.hash(_normal(password))


def verify(kept: str | None, password: str) -> bool:
    """Whether it is the password. Without a hash the same work is done, in vain."""
    # Made in any case, so that the first one who comes waits for it whoever it is.
    nobodys = _nobodys_hash(HASHER)
    if len(password) > LONGEST:
        kept, password = None, ""
    with _AT_ONCE:
        try:
            HASHER.verify(kept or nobodys, _normal(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with other parameters than would be taken today."""
    return HASHER.check_needs_rehash(kept)


def fresh() -> str:
    """A new random password of 79 bits that can be read out: 4 groups of 4."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def _normal(password: str) -> str:
    # The same password typed on another keyboard may arrive in other characters.
    whole = password.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFKC", whole)


@functools.cache
def _nobodys_hash(of: PasswordHasher) -> str:
    return of.hash(secrets.token_urlsafe())
