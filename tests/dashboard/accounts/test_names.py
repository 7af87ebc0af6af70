"""Names one signs in with: what looks the same is the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.accounts import names


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Li", "li"),
        ("  li ", "li"),
        ("ＬＩ", "li"),  # full-width letters
        ("ﬁnance", "finance"),  # a ligature
        ("Straße", "strasse"),
        ("王芳", "王芳"),
        ("e\u0301va", "éva"),  # an accent put together
    ],
)
def test_one_name_has_one_form(typed: str, kept: str) -> None:
    assert names.sign_in_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "li wang", "li\nwang", "li\x00", "li\u202egnaw", "l\u200bi", "x" * 101],
)
def test_what_is_no_name_is_refused(typed: str) -> None:
    assert names.normal(typed) == ""
    with pytest.raises(names.Unusable):
        names.sign_in_name(typed)


@given(st.text(st.characters()))
def test_the_form_of_a_form_is_itself(typed: str) -> None:
    once = names.normal(typed)
    assert names.normal(once) == once


@pytest.mark.parametrize("typed", ["", "  ", "a\nb", "\u202eb", "x" * 101])
def test_a_name_to_show_can_be_shown(typed: str) -> None:
    with pytest.raises(names.Unusable):
        names.display_name(typed)
    assert names.display_name(" 王 芳 ") == "王 芳"
