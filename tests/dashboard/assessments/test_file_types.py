"""Files are known by what they hold; what holds programs or bombs is refused."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from dashboard.assessments import file_types
from dashboard.assessments.file_types import (
    DOCX,
    JPEG,
    ODT,
    PDF,
    PNG,
    TEXT,
    XLSX,
    FileType,
    HoldsPrograms,
    UnknownType,
    Unsafe,
)
from dashboard.failures import Failure

TYPES = (
    '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.'
    '{}.main+xml"/></Types>'
)


def archive(members: dict[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return written.getvalue()


def workbook() -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, 1)
    return written.getvalue()


def document(**more: str | bytes) -> bytes:
    types = TYPES.format("wordprocessingml.document")
    return archive({"[Content_Types].xml": types, "word/document.xml": "<w/>", **more})


OPEN_DOCUMENT = archive({"mimetype": ODT.media_type, "content.xml": "<office/>"})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", PDF),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", PNG),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", JPEG),
        (workbook(), XLSX),
        (document(), DOCX),
        (OPEN_DOCUMENT, ODT),
        ("现场检查记录\r\n第一项".encode(), TEXT),
        ("现场检查记录".encode("utf-8-sig"), TEXT),
        ("现场检查记录".encode("gb18030"), TEXT),
    ],
)
def test_a_type_is_told_by_the_content(content: bytes, kind: FileType) -> None:
    assert file_types.of_content(content) == kind


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", UnknownType),
        (b"MZ\x90\x00\x03", UnknownType),  # a program of Windows
        (b"\x7fELF\x02", UnknownType),
        (b"GIF89a\x01\x00", UnknownType),
        (b"\x89PNG\r\n\x1a\nno header", UnknownType),
        (b"\x00text", UnknownType),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", UnknownType),  # a document of the 1990s
        (archive({"a.txt": "hello"}), UnknownType),
        (b"PK\x03\x04 and then nothing", Unsafe),
        (document()[:-30], Unsafe),
        # Programs, by part and by type, in whatever letters.
        (document(**{"word/vbaProject.bin": b"x"}), HoldsPrograms),
        (document(**{"word/VBAPROJECT.BIN": b"x"}), HoldsPrograms),
        (document(**{"xl/macrosheets/sheet1.xml": b"x"}), HoldsPrograms),
        (document(**{"word/activeX/activeX1.xml": b"x"}), HoldsPrograms),
        (document(**{"word/embeddings/oleObject1.bin": b"x"}), HoldsPrograms),
        (
            archive(
                {
                    "[Content_Types].xml": "application/vnd.ms-word.document."
                    "macroEnabled.main+xml",
                    "word/document.xml": "<w/>",
                }
            ),
            HoldsPrograms,
        ),
        (
            archive(
                {
                    "mimetype": ODT.media_type,
                    "content.xml": "<office/>",
                    "Basic/Standard/Module1.xml": "x",
                }
            ),
            HoldsPrograms,
        ),
        (document(**{"../../etc/cron.d/x": b"x"}), Unsafe),
        # 60 MB of nothing packed into 60 kB.
        (document(**{"word/media/bomb": bytes(60 * 1024**2)}), Unsafe),
        (archive({f"word/{n}": "" for n in range(5001)}), Unsafe),
    ],
)
def test_what_is_no_evidence_is_refused(content: bytes, refusal: type[Failure]) -> None:
    with pytest.raises(refusal):
        file_types.of_content(content)


def test_an_archive_that_lies_about_its_sizes_is_refused() -> None:
    """The size in the central directory is turned down; the content stays."""
    honest = archive(
        {
            "[Content_Types].xml": TYPES.format("wordprocessingml.document"),
            "word/document.xml": "<w/>" * 1000,
        }
    )
    size = (4000).to_bytes(4, "little")
    lying = honest.replace(size, (4).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(Unsafe):
        file_types.of_content(lying)


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    plain = bytearray(document())
    # The flag of encryption, in every header of a member and of the directory.
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = plain.find(mark)
        while at >= 0:
            plain[at + offset] |= 1
            at = plain.find(mark, at + 1)
    with pytest.raises(Unsafe):
        file_types.of_content(bytes(plain))
