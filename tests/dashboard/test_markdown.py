"""Names from published data are shown as they stand."""

import pytest

from dashboard.markdown import code, plain, spoken


@pytest.mark.parametrize(
    ("name", "escaped"),
    [
        ("公安局", "公安局"),
        ("**x**", r"\*\*x\*\*"),
        ("<b>y</b>", r"\<b\>y\</b\>"),
        ("$a$", r"\$a\$"),
        ("[l](javascript:1)", r"\[l\]\(javascript:1\)"),
        ("`c` | d", r"\`c\` \| d"),
        ("# a", r"\# a"),
        ("two\n\nlines", "two lines"),
        ("1. a", r"1\. a"),
    ],
)
def test_markup_is_escaped(name: str, escaped: str) -> None:
    assert plain(name) == escaped


@pytest.mark.parametrize(
    "name", [":red[z]", ":material/home:", ":smile:", "http://a.b", "www.a.b"]
)
def test_what_is_looked_for_after_escapes_is_broken_up(name: str) -> None:
    assert "\u2060" in plain(name)


def test_a_formula_stands_as_code_and_cannot_end_it_or_its_cell() -> None:
    assert code("a_b ÷ `c` |\n d") == r"`a_b ÷ 'c' \| d`"


@pytest.mark.parametrize(
    "name", ["**x** <b>", "a_b", ":red[z] www.a.b", r"back\\slash", "公安局"]
)
def test_what_is_spoken_is_the_name_again(name: str) -> None:
    assert spoken(plain(name)) == name
