"""Names from published data are shown as they stand."""

import pytest

from dashboard.markdown import code, lines, plain, spoken, unbroken


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


def test_a_short_chinese_name_holds_together_and_every_other_is_plain() -> None:
    assert unbroken("公安局") == "公\u2060安\u2060局"
    assert spoken(unbroken("官方统计")) == "官方统计"
    # Too long to stand beside other columns of a telephone, or nothing to hold.
    for name in ("人力资源和社会保障局", "Cases", "**x**", "公*局", "局"):
        assert unbroken(name) == plain(name)


def test_lines_of_a_cell_leave_out_what_is_not_there() -> None:
    assert lines("a", "", "b") == "a  \nb"
    assert lines("", "") == ""
