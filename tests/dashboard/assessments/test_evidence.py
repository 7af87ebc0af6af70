"""Evidence: stored once and whole, read by whom it is for, under a safe name."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from dashboard.accounts.principal import NOBODY
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import attachments, entry, evidence, forms, review
from dashboard.assessments.attachments import TooMany
from dashboard.assessments.file_types import PDF, TEXT, HoldsPrograms, UnknownType
from dashboard.assessments.transitions import State
from dashboard.database import engine
from dashboard.database.models.assessments import Evidence
from dashboard.database.models.audit import AuditEntry
from tests.dashboard.assessments import world as worlds
from tests.dashboard.assessments.test_file_types import document
from tests.dashboard.assessments.world import LABOUR, NOW, POLICE, World

MINUTES = "检查记录: 现场查看。".encode()


@pytest.fixture
def world(store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path / "workspace"))
    return worlds.build()


def test_bytes_lie_under_their_hash_and_only_once(world: World) -> None:
    first = evidence.keep(world.principal("wang"), "a.txt", MINUTES, NOW)
    second = evidence.keep(world.principal("li"), "b.txt", MINUTES, NOW)
    sha = hashlib.sha256(MINUTES).hexdigest()
    assert first.sha256 == second.sha256 == sha
    assert first.evidence_id != second.evidence_id
    files = [path for path in evidence.folder().rglob("*") if path.is_file()]
    assert files == [evidence.folder() / sha[:2] / sha[2:]]
    assert files[0].read_bytes() == MINUTES


def test_a_refused_file_leaves_nothing(world: World) -> None:
    for name, content in (
        ("setup.pdf", b"MZ\x90\x00"),
        ("macro.docx", document(**{"word/vbaProject.bin": b"x"})),
        ("big.txt", b"a" * (20 * 1024**2 + 1)),
    ):
        with pytest.raises((UnknownType, HoldsPrograms, evidence.TooLarge)):
            evidence.keep(world.principal("wang"), name, content, NOW)
    assert not evidence.folder().exists()
    with engine.reading() as session:
        assert session.scalar(select(func.count(Evidence.evidence_id))) == 0


def test_a_file_of_the_largest_size_is_taken(world: World) -> None:
    kept = evidence.keep(world.principal("wang"), "big.txt", b"a" * (20 * 1024**2), NOW)
    assert kept.size == 20 * 1024**2


def test_nobody_fills_the_disk_in_a_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two files of minutes, the second of which is brought again.
    monkeypatch.setattr(evidence, "MOST_A_DAY", 2 * len(MINUTES))
    me = world.principal("wang")
    for name in ("a.txt", "b.txt"):
        evidence.keep(me, name, MINUTES, NOW)
    with pytest.raises(evidence.TooMuch):
        evidence.keep(me, "c.txt", MINUTES, NOW + timedelta(hours=23))
    evidence.keep(world.principal("li"), "c.txt", MINUTES, NOW)
    evidence.keep(me, "c.txt", MINUTES, NOW + timedelta(hours=25))


def test_a_write_that_breaks_off_leaves_no_file_under_the_name(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(evidence.os, "fsync", full)
    with pytest.raises(OSError, match="disk full"):
        evidence.keep(world.principal("wang"), "a.txt", MINUTES, NOW)
    assert [path for path in evidence.folder().rglob("*") if path.is_file()] == []


def test_nobody_without_a_task_brings_files(world: World) -> None:
    for who in (NOBODY,):
        with pytest.raises(NotAllowed):
            evidence.keep(who, "a.txt", MINUTES, NOW)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("检查记录.txt", "检查记录.txt"),
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\temp\\记录.TXT", "记录.txt"),
        ("invoice.exe", "invoice.exe.txt"),
        # Turned around it reads as a picture: "recordtxt.exe".
        ("record\u202egpj.exe", "recordgpj.exe.txt"),
        ('a"b\r\nSet-Cookie: x=1;.txt', "a_bSet-Cookie_ x=1;.txt"),
        ("", "evidence.txt"),
        ("...", "evidence.txt"),
        (".txt", "txt.txt"),
        ("x" * 300 + ".txt", "x" * 116 + ".txt"),
    ],
)
def test_names_are_safe_anywhere(name: str, safe: str) -> None:
    assert evidence.safe_name(name, TEXT) == safe


def test_a_name_gets_the_ending_of_the_content() -> None:
    assert evidence.safe_name("report.docx", PDF) == "report.docx.pdf"


def proved(world: World) -> tuple[int, int]:
    """Wang's draft about the police and the file that proves an item of it."""
    me = world.principal("wang")
    number = entry.open_form(me, world.assignment("wang", POLICE), True, NOW)
    kept = evidence.keep(me, "minutes.txt", MINUTES, NOW)
    attachments.attach(me, number, kept.evidence_id, "openness", NOW)
    return number, kept.evidence_id


def readers(world: World, evidence_id: int) -> set[str]:
    found = set()
    for who in worlds.PEOPLE:
        try:
            evidence.read(world.principal(who), evidence_id)
        except NotAllowed:
            continue
        found.add(who)
    with pytest.raises(NotAllowed):
        evidence.read(NOBODY, evidence_id)
    return found


def test_evidence_is_read_by_whom_the_assessment_is_for(world: World) -> None:
    number, proof = proved(world)
    assert readers(world, proof) == {"wang"}
    with engine.writing() as session:
        # Whole enough for a reviewer to see.
        from dashboard.database.models.assessments import Assessment

        assessment = session.get(Assessment, number)
        assert assessment is not None
        assessment.state = State.SUBMITTED
    assert readers(world, proof) == {"wang", "qian", "sun"}


def test_each_reading_is_in_the_log(world: World) -> None:
    _number, proof = proved(world)
    row, content = evidence.read(world.principal("wang"), proof)
    assert (row.name, content) == ("minutes.txt", MINUTES)
    with engine.reading() as session:
        last = session.scalars(
            select(AuditEntry).order_by(AuditEntry.entry_id.desc()).limit(1)
        ).one()
    assert (last.action, last.target, last.account_name) == (
        "evidence.read",
        f"evidence:{proof}",
        "wang",
    )


def test_bytes_that_somebody_changed_are_not_handed_out(world: World) -> None:
    _number, proof = proved(world)
    (file,) = (path for path in evidence.folder().rglob("*") if path.is_file())
    file.write_bytes(b"Something else.")
    with pytest.raises(evidence.Gone):
        evidence.read(world.principal("wang"), proof)
    file.unlink()
    with pytest.raises(evidence.Gone):
        evidence.read(world.principal("wang"), proof)


def test_only_ones_own_file_proves_ones_own_draft(world: World) -> None:
    number, _ = proved(world)
    theirs = evidence.keep(world.principal("li"), "a.txt", b"Li's.", NOW)
    with pytest.raises(NotAllowed):
        attachments.attach(world.principal("wang"), number, theirs.evidence_id)
    with pytest.raises(NotAllowed):
        attachments.attach(world.principal("li"), number, theirs.evidence_id)


def test_a_file_taken_out_of_a_draft_stays_in_the_version_submitted(
    world: World,
) -> None:
    me = world.principal("zhao")
    number = entry.open_form(
        me, world.assignment("zhao", LABOUR, "supervision"), True, NOW
    )
    kept = evidence.keep(me, "list.txt", MINUTES, NOW).evidence_id
    attachments.attach(me, number, kept, now=NOW)
    # Attached twice it is there once.
    attachments.attach(me, number, kept, now=NOW)
    revision = entry.submit(me, number, 1, NOW)
    review.return_(world.principal("qian"), number, revision, "Wrong list.", NOW)
    assert len(forms.read(me, number, NOW).evidence) == 1
    attachments.detach(me, number, kept, now=NOW)
    assert forms.read(me, number, NOW).evidence == ()
    # The reviewer still reads what was submitted with it.
    assert "qian" in readers(world, kept)


def test_what_a_returned_draft_gains_is_its_authors_own(world: World) -> None:
    me = world.principal("zhao")
    number = entry.open_form(
        me, world.assignment("zhao", LABOUR, "supervision"), True, NOW
    )
    revision = entry.submit(me, number, 1, NOW)
    review.return_(world.principal("qian"), number, revision, "A list?", NOW)
    kept = evidence.keep(me, "list.txt", MINUTES, NOW).evidence_id
    attachments.attach(me, number, kept, now=NOW)
    assert readers(world, kept) == {"zhao"}


def test_an_assessment_has_fifty_files_at_most(world: World) -> None:
    me = world.principal("wang")
    number = entry.open_form(me, world.assignment("wang", POLICE), True, NOW)
    files = [
        evidence.keep(me, f"{n}.txt", f"{n}".encode(), NOW).evidence_id
        for n in range(51)
    ]
    for file in files[:50]:
        attachments.attach(me, number, file, now=NOW)
    with pytest.raises(TooMany):
        attachments.attach(me, number, files[50], now=NOW)
    # The same file for another item is no other file.
    attachments.attach(me, number, files[0], "openness", NOW)
