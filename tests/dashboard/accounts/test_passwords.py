"""Passwords: what may be one, and how it is kept."""

import argon2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.accounts import passwords

# As it is in use: the tests below put a quicker one in its place.
IN_USE = passwords.HASHER
pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.mark.parametrize("password", ["twelve chars", "密" * 12, "x" * 200])
def test_length_is_all_that_is_asked_for(password: str) -> None:
    passwords.check_fit(password, "li")


@pytest.mark.parametrize(
    "password",
    [
        "eleven char",  # one too few
        "x" * 201,  # one too many
        "",
        "ADMINISTRATOR",  # the name one signs in with, however it is typed
        "ａdministrator",
    ],
)
def test_what_is_too_short_too_long_or_the_name_is_refused(password: str) -> None:
    with pytest.raises(passwords.Unfit):
        passwords.check_fit(password, "administrator")


def test_the_hash_is_argon2id_and_never_the_same_twice() -> None:
    one, other = passwords.hashed("correct horse"), passwords.hashed("correct horse")
    assert one.startswith("$argon2id$")
    assert one != other


def test_the_parameters_are_no_weaker_than_recommended() -> None:
    # OWASP's password storage sheet: 46 MiB and one pass, or an equal of it.
    assert IN_USE.type == argon2.Type.ID
    assert IN_USE.memory_cost >= 46 * 1024


@given(password=st.text(min_size=1, max_size=300), other=st.text(max_size=300))
def test_a_password_opens_its_own_hash_only(password: str, other: str) -> None:
    kept = passwords.hashed(password)
    assert passwords.verify(kept, password) == (len(password) <= 200)
    assert not passwords.verify(kept, other + "?") or other + "?" == password


def test_the_same_password_in_full_width_letters_opens() -> None:
    assert passwords.verify(passwords.hashed("correct horse"), "ｃorrect　horse")


def test_without_a_hash_nothing_opens() -> None:
    assert not passwords.verify(None, "correct horse")
    assert not passwords.verify("not a hash at all", "correct horse")


def test_a_hash_of_other_parameters_is_outdated() -> None:
    weaker = argon2.PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    assert passwords.is_outdated(weaker.hash("correct horse"))
    assert not passwords.is_outdated(passwords.hashed("correct horse"))


def test_a_fresh_password_is_fit_and_new() -> None:
    made = {passwords.fresh() for _ in range(100)}
    assert len(made) == 100
    for password in made:
        passwords.check_fit(password, "li")
