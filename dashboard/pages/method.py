"""Method: how every figure comes about, written from what the run itself declared."""

from typing import Any

import streamlit as st

from dashboard import choice, edition_list, formats, store
from dashboard.accounts import here
from dashboard.by_itself import by_itself
from dashboard.definitions import Definition, definitions
from dashboard.drawings import shown_again
from dashboard.handbook import contents, declared, document, drawing
from dashboard.handbook.blocks import Section
from dashboard.i18n import t
from dashboard.markdown import plain

_NONE = "none"


def main() -> None:
    """Draw the page."""
    here.enter("method")
    st.title(t("method.title"), anchor=False)
    (publication,) = store.rows("publication")
    st.markdown(
        t(
            "method.intro",
            version=plain(publication.version),
            date=formats.day(publication.as_of),
        )
    )
    schemes = contents.schemes()
    scheme = _pick(schemes)
    _look_up(definitions(scheme.scheme_id if scheme else ""))
    # Worked examples are of the scheme in force, which comes first.
    is_worked = scheme is None or scheme.scheme_id == next(iter(schemes))
    _show_contents(scheme, is_worked=is_worked)
    _offer_handbook()
    _show_sections(scheme, is_worked=is_worked)
    edition_list.draw()


@shown_again
def _show_contents(scheme: Any, *, is_worked: bool) -> None:
    sections, editions = _sections(scheme, is_worked=is_worked), declared.editions()
    drawing.contents((*sections, editions) if editions else sections)


@shown_again
def _show_sections(scheme: Any, *, is_worked: bool) -> None:
    for section in _sections(scheme, is_worked=is_worked):
        drawing.draw(section)


def _sections(scheme: Any, *, is_worked: bool) -> tuple[Section, ...]:
    return (
        *contents.of_scheme(scheme, is_worked=is_worked),
        *contents.of_rules(),
    )


def _pick(schemes: dict[str, Any]) -> Any:
    """The scheme being read: the one in force unless the reader chose another."""
    if len(schemes) < 2:
        return next(iter(schemes.values()), None)
    chosen = choice.one(
        "scheme",
        t("method.scheme"),
        list(schemes),
        words=lambda each: schemes[each].name,
        show_label=True,
        width=320,
    )
    return schemes[chosen]


@by_itself
def _look_up(defined: tuple[Definition, ...]) -> None:
    """One indicator on top: what the `?` beside a figure elsewhere links to."""
    if not defined:
        return
    found = {each.indicator_id: each for each in defined}
    chosen = choice.one(
        "indicator",
        t("method.look_up"),
        [_NONE, *found],
        words=lambda each: found[each].name if each in found else t("method.choose"),
        show_label=True,
        width=420,
        memory="method_indicator",
    )
    if chosen in found:
        with st.container(border=True):
            st.subheader(found[chosen].title, anchor=False)
            st.markdown(found[chosen].table)


def _offer_handbook() -> None:
    """All of it as a file: public, and the same for everybody."""
    st.download_button(
        t("handbook.download"),
        document.text(),
        file_name=document.file_name(),
        mime="text/markdown",
        icon=":material/download:",
        on_click="ignore",
    )


main()
