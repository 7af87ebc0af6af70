"""The only reader: what it opens, what it remembers, and when it notices news."""

import os
import threading
from pathlib import Path

import pytest

from dashboard import failures, of_run, publications, store
from dashboard.accounts.principal import EVERYTHING
from dashboard.audience import Audience
from tests.dashboard import published


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    published.publish(tmp_path)
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    return tmp_path


def version(audience: Audience = Audience.INTERNAL) -> str:
    rows = store.fetch_for(audience, "publication", language="en")
    return str(rows.version.iloc[0])


def test_a_new_publication_is_read_without_a_restart(workspace: Path) -> None:
    assert version() == "v1"
    published.publish(workspace, "v2")
    assert version() == "v2"


def test_the_connection_to_a_pruned_file_is_closed(workspace: Path) -> None:
    assert version() == "v1"
    old = workspace / "published" / "v1-internal.duckdb"
    assert old in publications._connections
    published.publish(workspace, "v2")
    old.unlink()
    # Noticed when current.json is read again because it changed.
    assert version() == "v2"
    assert old not in publications._connections


def test_a_file_pruned_between_the_two_reads_is_asked_for_again(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publications.current()
    published.publish(workspace, "v2")
    for audience in ("public", "internal"):
        (workspace / "published" / f"v1-{audience}.duckdb").unlink()
    second = publications.current()
    told = iter([first, second])
    monkeypatch.setattr(publications, "_current", lambda: next(told))
    assert version() == "v2"


def test_each_audience_reads_its_own_file(workspace: Path) -> None:
    asked = "SELECT audience FROM publication"
    publication = publications.current()
    for audience in Audience:
        with publications.cursor(publication.file(audience), EVERYTHING) as cursor:
            assert cursor.execute(asked).fetchall() == [(audience.value,)]


def test_a_public_deployment_never_opens_the_internal_file(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "public")
    with pytest.raises(failures.NotForThisAudience):
        store.fetch_for(Audience.INTERNAL, "publication", language="en")
    assert version(Audience.PUBLIC) == "v1"
    internal = workspace / "published" / "v1-internal.duckdb"
    assert internal not in publications._connections


def test_a_value_is_bound_and_never_becomes_sql(workspace: Path) -> None:
    rows = store.fetch_for(
        Audience.INTERNAL,
        "subject_choices",
        kinds=["x']) OR TRUE --"],
        language="en",
    )
    assert rows.empty


def test_a_query_cannot_reach_other_files(workspace: Path) -> None:
    import duckdb

    file = publications.current().file(Audience.INTERNAL)
    with publications.cursor(file, EVERYTHING) as cursor, pytest.raises(duckdb.Error):
        cursor.execute("SELECT * FROM read_text('/etc/hostname')").fetchall()


def test_a_question_asked_wrongly_is_the_programmers_error(workspace: Path) -> None:
    with pytest.raises(TypeError, match=r"subject_choices\.sql takes"):
        store.fetch_for(Audience.INTERNAL, "subject_choices", language="en")


def test_changing_an_answer_does_not_change_the_next_readers_answer(
    workspace: Path,
) -> None:
    first = store.fetch_for(Audience.INTERNAL, "publication", language="en")
    first["version"] = "changed"
    first.loc[0, "completeness"] = 0.0
    again = store.fetch_for(Audience.INTERNAL, "publication", language="en")
    assert again.version.tolist() == ["v1"]
    assert again.completeness.tolist() == [0.987]


def test_many_readers_at_once_get_their_own_answers(workspace: Path) -> None:
    wrong: list[str] = []

    def read(language: str, expected: str) -> None:
        for _ in range(20):
            rows = store.fetch_for(Audience.INTERNAL, "publication", language=language)
            if rows.workspace_name.iloc[0] != expected:
                wrong.append(language)

    names = {"zh": "黑龙江省政务服务绩效", "en": "Heilongjiang service performance"}
    threads = [
        threading.Thread(target=read, args=item) for item in list(names.items()) * 4
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_name_missing_in_a_language_is_given_in_the_first_one(
    workspace: Path,
) -> None:
    rows = store.fetch_for(Audience.INTERNAL, "publication", language="fr")
    assert rows.workspace_name.tolist() == ["黑龙江省政务服务绩效"]


def test_nothing_published_has_its_own_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    with pytest.raises(failures.NothingPublished):
        publications.current()


def test_current_json_of_the_same_second_is_noticed(workspace: Path) -> None:
    current = workspace / "published" / "current.json"
    stamp = current.stat()
    assert version() == "v1"
    published.publish(workspace, "v2")
    os.utime(current, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert version() == "v2"


def test_a_page_never_mixes_two_publications(workspace: Path) -> None:
    with of_run.begun():
        assert version() == "v1"
        published.publish(workspace, "v2")
        assert version() == "v1"
    # The next run of the page.
    with of_run.begun():
        assert version() == "v2"


def test_rows_of_an_answer_say_what_its_frame_says(workspace: Path) -> None:
    frame = store.fetch_for(Audience.INTERNAL, "publication", language="en")
    rows = list(store.rows_for(Audience.INTERNAL, "publication", language="en"))
    assert [repr(tuple(row)) for row in rows] == [
        repr(tuple(row)) for row in frame.itertuples()
    ]
    assert rows[0]._fields == next(frame.itertuples())._fields
