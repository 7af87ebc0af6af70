"""Files of evidence: links to them, and a field to bring them."""

from collections.abc import Iterable
from typing import Protocol

import streamlit as st

from dashboard.accounts.principal import Principal
from dashboard.assessments import evidence
from dashboard.i18n import language, t
from dashboard.markdown import plain


class File(Protocol):
    """Whatever has a number and a name."""

    @property
    def evidence_id(self) -> int: ...
    @property
    def name(self) -> str: ...


def markdown(files: Iterable[File]) -> str:
    """Links to files, as Markdown; a word where there are none."""
    links = [
        f"[{plain(file.name)}](evidence/{file.evidence_id}?lang={language()})"
        for file in files
    ]
    return t("place.comma").join(links) or t("proof.none")


def keep_all(reader: Principal, brought: Iterable[object]) -> tuple[int, ...]:
    """Keep what an upload field holds; raises a Failure for a file not taken."""
    return tuple(
        evidence.keep(reader, file.name, file.getvalue()).evidence_id  # type: ignore[attr-defined]
        for file in brought
    )


def field(label: str) -> list[object]:
    """The field; what is brought is kept only when the form is sent."""
    return list(
        st.file_uploader(
            label,
            accept_multiple_files=True,
            max_upload_size=evidence.LARGEST // 1024**2,
            help=t("proof.help", most=str(evidence.LARGEST // 1024**2)),
        )
    )
