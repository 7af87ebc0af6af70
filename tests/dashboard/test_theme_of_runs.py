"""The theme is told as Streamlit would tell it, and looked up once."""

from unittest.mock import patch

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session

from dashboard import theme_of_runs
from tests.serving import PROJECT


def _told() -> NewSession:
    """Every section of the theme, as a run begins with it."""
    told = NewSession()
    theme = told.custom_theme
    for message, section in (
        (theme, "theme"),
        (theme.light, "theme.light"),
        (theme.dark, "theme.dark"),
        (theme.sidebar, "theme.sidebar"),
        (theme.light.sidebar, "theme.light.sidebar"),
        (theme.dark.sidebar, "theme.dark.sidebar"),
    ):
        app_session._populate_theme_msg(message, section)
    return told


def test_the_theme_is_told_as_ever_and_looked_up_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(PROJECT)
    config.get_config_options(force_reparse=True)
    monkeypatch.setattr(
        app_session, "_populate_theme_msg", app_session._populate_theme_msg
    )
    as_ever = _told()
    assert as_ever.custom_theme.light.primary_color
    theme_of_runs.keep()
    assert _told() == as_ever
    with patch.object(config, "get_options_for_section") as looked:
        assert _told() == as_ever
    looked.assert_not_called()
