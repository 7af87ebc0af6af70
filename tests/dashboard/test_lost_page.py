"""Which addresses get a page that says there is none."""

import pytest

from dashboard import navigation
from dashboard.lost_page import lost_name

KNOWN = [navigation.page(name) for name in ("ranking", "method")]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("http://a.b/nowhere?lang=zh", "nowhere"),
        # Served in a folder, or typed as a folder: the last part decides.
        ("http://a.b/gov/nowhere", "nowhere"),
        ("http://a.b/%E6%8E%92%E8%A1%8C", "排行"),
        # A page that others have, or this deployment not.
        ("http://a.b/accounts", "accounts"),
    ],
)
def test_an_address_that_none_of_the_pages_has_gets_one(
    address: str, name: str
) -> None:
    assert lost_name(address, KNOWN) == name


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://a.b",
        "http://a.b/?lang=zh",
        "http://a.b/gov/",
        "http://a.b/ranking?kind=city",
        "http://a.b/a%2Fb",
        "http://a.b/" + "x" * 201,
    ],
)
def test_a_known_page_the_first_one_and_nonsense_get_none(address: str) -> None:
    assert lost_name(address, KNOWN) == ""
