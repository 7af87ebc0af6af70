"""What a run noted of its files, for readers of both languages."""

import pytest

from dashboard import i18n, load_notes


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "zh")


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("read as gb18030, as its bytes show", "按文件内容识别为 gb18030 编码"),
        ("not declared, left out: 对象名称, x", "未声明而未取用的列：对象名称, x"),
        ("same bytes as a.csv; not loaded again", "与 a.csv 内容完全相同，未重复入库"),
        ("not loaded: a_更正.csv corrects it", "未入库：a_更正.csv 已更正它"),
        ("sheet '考核'", "取自工作表“考核”"),
    ],
)
def test_known_notes_are_told_in_chinese(note: str, told: str) -> None:
    assert load_notes.words([note]) == told


def test_an_unknown_note_stands_as_it_was_published() -> None:
    assert load_notes.words(["a byte order mark was removed"]) == (
        "a byte order mark was removed"
    )


def test_several_notes_are_one_text() -> None:
    notes = ["sheet 'a'", "read as gb18030, as its bytes show"]
    assert load_notes.words(notes) == "取自工作表“a”；按文件内容识别为 gb18030 编码"


def test_in_english_they_stand_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "en")
    notes = ["read as gb18030, as its bytes show", "not declared, left out: a, b"]
    assert load_notes.words(notes) == "; ".join(notes)
