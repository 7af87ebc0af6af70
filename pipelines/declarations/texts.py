"""Words in several languages, and identifiers, as declarations write them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Wrong(ValueError):
    """A declaration that cannot be: its key, what stands there, what was expected."""

    def __init__(self, key: str, stands: object, expected: str) -> None:
        super().__init__(f"{key} is {stands!r}; expected: {expected}")
        self.key = key
        self.stands = stands
        self.expected = expected


def _not_empty(texts: dict[str, str]) -> dict[str, str]:
    if not texts:
        raise ValueError("a text in at least one language")
    for language, text in texts.items():
        if not text.strip():
            raise ValueError(f"a text in {language!r}, not an empty one")
    return texts


Texts = Annotated[dict[str, str], AfterValidator(_not_empty)]
"""Language code to text, for example {"zh": "按时办结率", "en": "Closed on time"}."""


class Declaration(BaseModel):
    """Base of all declarations: unknown keys are errors, and nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True)
