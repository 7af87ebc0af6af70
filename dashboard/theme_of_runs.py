"""The theme as Streamlit tells it with every run, made once.

It reads three hundred options for it each time: of what a server with many readers
does, nearly a tenth. They do not change while it runs.
"""

import functools

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session


def keep() -> None:
    """Have what is told of each section of the theme made once."""
    made = app_session._populate_theme_msg
    if hasattr(made, "__wrapped__"):
        return

    @functools.cache
    def told(section: str) -> CustomThemeConfig:
        message = CustomThemeConfig()
        made(message, section)
        return message

    @functools.wraps(made)
    def tell(msg: CustomThemeConfig, section: str = "theme") -> None:
        # What is merged with nothing would count as set.
        if told(section).ByteSize():
            msg.MergeFrom(told(section))

    app_session._populate_theme_msg = tell
