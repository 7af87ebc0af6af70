"""What a file is, by its content and never by its name; what is refused, and why.

Pure: bytes in, a type or a Failure out. Archives are unpacked in memory only to count.
"""

import io
import re
import zipfile
from dataclasses import dataclass

from dashboard.failures import Failure
from pipelines.landing.sheet_extent import BROKEN_ARCHIVE


@dataclass(frozen=True)
class FileType:
    media_type: str
    # The first one is given to a file whose name says something else.
    extensions: tuple[str, ...]


PDF = FileType("application/pdf", (".pdf",))
PNG = FileType("image/png", (".png",))
JPEG = FileType("image/jpeg", (".jpg", ".jpeg"))
XLSX = FileType(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)
)
DOCX = FileType(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    (".docx",),
)
ODT = FileType("application/vnd.oasis.opendocument.text", (".odt",))
TEXT = FileType("text/plain", (".txt", ".csv", ".md", ".log"))
ALL = (PDF, PNG, JPEG, XLSX, DOCX, ODT, TEXT)

# Unpacked, a document of people stays far under these.
MOST_UNPACKED = 200 * 1024 * 1024
MOST_MEMBERS = 5000
# A page of text shrinks to a tenth; what shrinks to a five-hundredth is no document.
MOST_TIMES = 500
_BLOCK = 1024 * 1024
# Programs inside a document: VBA, old macro sheets, controls, Basic, embedded objects.
_ACTIVE = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml|macrosheets/|activex/|basic/|scripts/|"
    r"embeddings/[^/]*\.(bin|exe|js|vbs|docm|xlsm))",
    re.IGNORECASE,
)
_MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class UnknownType(Failure):
    """Not one of the types that are taken as evidence."""

    key = "file_types.unknown"


class HoldsPrograms(Failure):
    """A document with macros or other programs in it."""

    key = "file_types.holds_programs"


class Unsafe(Failure):
    """An archive that is damaged, encrypted, or far larger than it looks."""

    key = "file_types.unsafe"


def of_content(content: bytes) -> FileType:
    """The type of a file; raises UnknownType, HoldsPrograms or Unsafe."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"PK"):
        return _document(content)
    if content and _is_text(content):
        return TEXT
    raise UnknownType(f"begins with {content[:8]!r}")


def _document(content: bytes) -> FileType:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _checked(archive, len(content))
    except BROKEN_ARCHIVE as broken:
        raise Unsafe(f"{type(broken).__name__}: {broken}") from broken


def _checked(archive: zipfile.ZipFile, packed: int) -> FileType:
    members = archive.infolist()
    names = [member.filename for member in members]
    if any(_ACTIVE.search(name) for name in names):
        raise HoldsPrograms("an active part")
    # What the archive says of itself first: unpacking a bomb to count it is too late.
    most = min(MOST_UNPACKED, max(packed * MOST_TIMES, _BLOCK))
    if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > most:
        raise Unsafe("too much in it")
    if any(name.startswith(("/", "\\")) or ".." in name for name in names):
        raise Unsafe("leads out of itself")
    kinds = b""
    for member in members:
        with archive.open(member) as part:
            if member.filename in ("[Content_Types].xml", "mimetype"):
                kinds += part.read(_BLOCK)
            # Read to the end: the sizes told must be true, and the sums right.
            while part.read(_BLOCK):
                pass
    if _MACRO_TYPE.search(kinds):
        raise HoldsPrograms("a macro-enabled type")
    held = set(names)
    if "[Content_Types].xml" in held and "xl/workbook.xml" in held:
        return XLSX
    if "[Content_Types].xml" in held and "word/document.xml" in held:
        return DOCX
    if kinds.startswith(ODT.media_type.encode()) and "content.xml" in held:
        return ODT
    raise UnknownType("an archive that is no document")


def _is_text(content: bytes) -> bool:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not _CONTROL.search(text)
    return False
