"""Channels: known by the words of the feeds, never by a feed's own code."""

import re

import pytest

from .conftest import Read, Resolve


@pytest.mark.parametrize(
    ("written", "channel"),
    [
        ("PC端", "pc"),
        ("移动服务端", "mobile"),
        ("二维码", "qr"),
        ("政务大厅平板电脑", "window"),
        ("政务大厅其他终端", "kiosk"),
        ("电话", "phone"),
        ("短信", "sms"),
        ("系统默认评价", "default"),
        ("窗口", "window"),
        ("自助终端", "kiosk"),
    ],
)
def test_channels_are_known_by_the_words_of_the_feeds(
    resolve: Resolve, written: str, channel: str
) -> None:
    assert resolve("channels", written) == {channel}


def test_interface_codes_are_left_to_the_sources(reference: Read) -> None:
    """1 to 7 mean different channels in different systems: no alias is a bare digit."""
    for channel in reference("channels"):
        assert not any(re.fullmatch(r"\d", a) for a in channel["aliases"].split("|"))
