"""Which encoding a text file is in, and a UTF-8 copy of one that is not in UTF-8."""

from __future__ import annotations

import codecs
from pathlib import Path

SAMPLE = 1 << 18
CHUNK = 1 << 22
UTF8 = "utf-8"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def detect(path: Path, declared: tuple[str, ...]) -> str | None:
    """The first declared encoding the file's beginning is valid in; None if none is.

    A byte-order mark settles it. Only the sample is looked at: bytes further on that
    are not valid are rejected row by row.
    """
    with path.open("rb") as content:
        sample = content.read(SAMPLE)
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    if UTF8 in declared and _is_mostly_utf8(sample):
        return UTF8
    candidates = [name for name in declared if _is_valid(sample, name)]
    if candidates:
        return candidates[0]
    broken = {name: _count_broken(sample, name) for name in declared}
    best = min(declared, key=lambda name: broken[name], default=None)
    # A few broken bytes are rows to reject; many mean that it is another encoding.
    if best is not None and broken[best] * 100 <= len(sample):
        return best
    return None


def likely(path: Path) -> str | None:
    """The encoding a file that fits none declared seems to be in, for the message."""
    with path.open("rb") as content:
        sample = content.read(SAMPLE)
    for name in (UTF8, "gb18030", "big5"):
        if _is_valid(sample, name):
            return name
    return None


def to_utf8(path: Path, encoding: str, copy: Path) -> bool:
    """Write `path` to `copy` as UTF-8; whether any byte had to be replaced."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    replaced = False
    with path.open("rb") as raw, copy.open("wb") as out:
        while True:
            chunk = raw.read(CHUNK)
            text = decoder.decode(chunk, final=not chunk)
            replaced = replaced or "\ufffd" in text
            out.write(text.encode(UTF8))
            if not chunk:
                return replaced


def _is_mostly_utf8(sample: bytes) -> bool:
    """Whether all but a few characters are valid; other encodings look otherwise.

    Without this a damaged UTF-8 file might pass for GB18030, which takes most bytes.
    """
    text = sample.decode(UTF8, errors="replace")
    foreign = len(text) - len(text.encode("ascii", errors="ignore"))
    return foreign > 5 * text.count("\ufffd")


def _is_valid(sample: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _count_broken(sample: bytes, encoding: str) -> int:
    return sample.decode(encoding, errors="replace").count("\ufffd")
