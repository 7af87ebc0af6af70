"""Identity and phone numbers struck out of text that people will read.

Reports, notes and rejects quote what stands in a file, and a shifted cell or a missing
header row may put a person's number anywhere.
"""

from __future__ import annotations

import re

from pipelines.declarations.reference import half_width

LONGEST = 120
STRUCK = "***"
_SECRETS = (
    # An identity number as 6 + 8 + 4, before 1999 15 digits; any number as long.
    re.compile(r"(?<!\d)\d{6}[ -]\d{8}[ -]\d{3}[\dXx](?!\d)"),
    re.compile(r"\d{15,}[Xx]?"),
    re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"),  # mobile
    re.compile(r"(?<!\d)0\d{2,3}[ -]\d{7,8}(?!\d)"),  # area code and number
)


def mask(text: str) -> str:
    """The text without such numbers, full-width digits or not, and not too long."""
    plain = half_width(text)
    masked = plain
    for secret in _SECRETS:
        masked = secret.sub(STRUCK, masked)
    shown = text if masked == plain else masked
    return shown if len(shown) <= LONGEST else shown[:LONGEST] + "…"


def listed(headers: list[str] | tuple[str, ...]) -> str:
    """Headers as a message names them; without a header row they are a person's row."""
    shown = [mask(header) for header in headers]
    most = 40
    return ", ".join(shown[:most]) + (" …" if len(shown) > most else "")
