"""What a code of a cycle says."""

import pytest

from dashboard.assessments import cycle_codes
from dashboard.assessments.cycle_codes import CodeUnknown


@pytest.mark.parametrize(
    ("code", "kind", "first", "last", "zh", "en"),
    [
        ("2026", "year", "01-01", "12-31", "2026 年", "2026"),
        ("2026-h1", "half_year", "01-01", "06-30", "2026 年上半年", "H1 2026"),
        ("2026-H2", "half_year", "07-01", "12-31", "2026 年下半年", "H2 2026"),
        ("2026-Q3", "quarter", "07-01", "09-30", "2026 年三季度", "Q3 2026"),
        (" 2027-Q4 ", "quarter", "10-01", "12-31", "2027 年四季度", "Q4 2027"),
    ],
)  # fmt: skip
def test_a_code_says_which_time_a_cycle_is_about(
    code: str, kind: str, first: str, last: str, zh: str, en: str
) -> None:
    span = cycle_codes.parse(code)
    assert span.kind == kind
    assert (f"{span.starts_on:%m-%d}", f"{span.ends_on:%m-%d}") == (first, last)
    assert span.names() == {"zh": zh, "en": en}


@pytest.mark.parametrize("code", ["", "26", "2026-Q5", "2026-H3", "2026Q1", "２０２６"])
def test_a_code_of_another_form_is_refused(code: str) -> None:
    with pytest.raises(CodeUnknown):
        cycle_codes.parse(code)
