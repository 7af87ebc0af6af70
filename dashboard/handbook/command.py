"""`python -m dashboard handbook`: the method of a publication, to keep and print."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.terminal import Data, WrongCall, say, take_workspace

LANGUAGES = ("zh", "en")
AUDIENCES = ("public", "internal")


def handbook(
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    audience: Annotated[
        str, typer.Option(help="From whose published file: public or internal.")
    ] = "public",
    out: Annotated[
        Path | None, typer.Option(help="The file to write; else standard output.")
    ] = None,
    data: Data = None,
) -> None:
    """Print indicators, schemes, rules, limits and worked examples as Markdown."""
    take_workspace(data)
    if language not in LANGUAGES:
        raise WrongCall(f"{language!r} is no language of this program: zh or en.")
    if audience not in AUDIENCES:
        raise WrongCall(f"{audience!r} is no audience: public or internal.")
    text = _text(language, audience)
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WrongCall(f"{out} cannot be written: {error.strerror}.") from error
    say(f"Wrote {out}.")


def _text(language: str, audience: str) -> str:
    """Outside a page nobody has chosen language and sight: the command does."""
    # Only now: it takes a second, which other commands need not wait.
    import streamlit as st
    from streamlit import logger

    from dashboard import session_keys
    from dashboard.audience import Audience, Sight, check_can_read
    from dashboard.handbook import document

    # Without a page Streamlit warns at each question to its session.
    logger.set_log_level("ERROR")
    sight = Sight(Audience(audience))
    check_can_read(sight.audience)
    st.session_state[session_keys.PAGE_SIGHT] = sight
    st.session_state[session_keys.LANGUAGE] = language
    try:
        return document.text()
    finally:
        st.session_state.pop(session_keys.PAGE_SIGHT)
        st.session_state.pop(session_keys.LANGUAGE)
