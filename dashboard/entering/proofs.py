"""Evidence of an item or a rule: what is there, taking one out, adding more."""

import streamlit as st

from dashboard import session_keys
from dashboard.accounts import here
from dashboard.accounts.principal import Principal
from dashboard.assessments import attachments, evidence
from dashboard.assessments.forms import Form, Proof
from dashboard.assessments.rubric import Rubric
from dashboard.entering import words
from dashboard.failures import Failure
from dashboard.formats import number
from dashboard.i18n import language, t
from dashboard.markdown import plain

_TYPES = ["pdf", "png", "jpg", "jpeg", "xlsx", "docx", "odt", "txt", "csv"]
_MEGABYTE = 1024 * 1024


def draw(reader: Principal, form: Form, place: str, *, is_due: bool) -> None:
    """A button with the number of files; behind it the files and a way to add."""
    mine = [proof for proof in form.evidence if proof.item_id == place]
    key = "assess.evidence_due" if is_due and not mine else "assess.evidence_n"
    with st.popover(
        t(key, n=str(len(mine))),
        icon=":material/attach_file:",
        width="stretch",
        key=session_keys.proof_part(form.assessment_id, "box", place),
    ):
        for proof in mine:
            _file(form.assessment_id, proof)
        _adding(form.assessment_id, place)


def links(files: tuple[Proof, ...], rubric: Rubric) -> None:
    """The files alone, with what each is about, for whoever may look and not change."""
    with st.container(horizontal=True, gap="medium"):
        for proof in files:
            _link(proof, words.place(proof.item_id, rubric) or t("assess.whole"))


def _file(assessment_id: int, proof: Proof) -> None:
    # On a telephone the two stand below one another: a long name must not push the
    # button that takes the file out off the screen.
    with st.container(horizontal=True, vertical_alignment="center"):
        _link(proof)
        st.button(
            t("assess.evidence_out", name=plain(proof.name)),
            icon=":material/delete:",
            type="tertiary",
            key=session_keys.proof_part(
                assessment_id, f"out_{proof.evidence_id}", proof.item_id
            ),
            on_click=_take_out,
            args=(assessment_id, proof),
        )


def _link(proof: Proof, about: str = "") -> None:
    name = t("assess.evidence_file", name=plain(proof.name), size=_size(proof.size))
    st.link_button(
        t("assess.problem", about=plain(about), words=name) if about else name,
        f"./evidence/{proof.evidence_id}?lang={language()}",
        icon=":material/download:",
        type="tertiary",
    )


def _size(size: int) -> str:
    """0.3 MB, 12 kB: never 0."""
    if size >= _MEGABYTE // 10:
        return f"{number(size / _MEGABYTE, 1)} MB"
    return f"{number(max(size / 1024, 1))} kB"


def _adding(assessment_id: int, place: str) -> None:
    turn = st.session_state.get(_round(assessment_id, place), 0)
    key = session_keys.proof_part(assessment_id, f"add_{turn}", place)
    st.file_uploader(
        t("assess.evidence_add", most=str(evidence.LARGEST // _MEGABYTE)),
        type=_TYPES,
        accept_multiple_files=True,
        max_upload_size=evidence.LARGEST // _MEGABYTE,
        key=key,
        on_change=_add,
        args=(assessment_id, place, key),
    )
    for name, failure in st.session_state.get(_refused(assessment_id, place), ()):
        reason = t(failure.key, **failure.values)
        st.error(
            t("assess.problem", about=plain(name), words=reason),
            icon=":material/error:",
        )


def _add(assessment_id: int, place: str, key: str) -> None:
    refused: list[tuple[str, Failure]] = []
    reader = here.principal()
    for file in st.session_state.get(key) or ():
        try:
            kept = evidence.keep(reader, file.name, file.getvalue())
            attachments.attach(reader, assessment_id, kept.evidence_id, place)
        except Failure as failure:
            refused.append((file.name, failure))
    st.session_state[_refused(assessment_id, place)] = refused
    # A new name empties the field once its files are kept.
    turn = _round(assessment_id, place)
    st.session_state[turn] = st.session_state.get(turn, 0) + 1


def _round(assessment_id: int, place: str) -> str:
    return session_keys.proof_part(assessment_id, "round", place)


def _refused(assessment_id: int, place: str) -> str:
    return session_keys.proof_part(assessment_id, "refused", place)


def _take_out(assessment_id: int, proof: Proof) -> None:
    try:
        attachments.detach(
            here.principal(), assessment_id, proof.evidence_id, proof.item_id
        )
    except Failure as failure:
        st.toast(t(failure.key, **failure.values), icon=":material/error:")
