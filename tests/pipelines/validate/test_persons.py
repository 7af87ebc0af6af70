"""Persons stop at the border: planted numbers are searched for wherever people look.

The declarations are the project's own. Identity and phone numbers stand in the columns
made for them, in free text, in columns nobody declared, and in wrong columns, as when
cells have shifted.
"""

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.pipelines.worlds import PROJECT, Said, World

IDENTITY = "230102199003074518"
OLD_IDENTITY = "230102900307451"
LETTERED = "23010219900307452X"
PHONE = "13845671234"
# How the same numbers are written by hand; none may come through in any dress.
DRESSED = (
    "230102 19900307 4518",
    "２３０１０２１９９００３０７４５１８",
    "138-4567-1234",
    "１３８４５６７１２３４",
    "+8613845671234",
    "0451-84567123",
)
PLANTED = (IDENTITY, OLD_IDENTITY, LETTERED, PHONE, *DRESSED)
NAME, COMMENT = "欧阳测试", "我叫欧阳测试，电话13845671234，等了三小时"
SECRETS = (*PLANTED, NAME, COMMENT, "84567123", "4567-1234", "4567 1234")
HALF = str.maketrans("０１２３４５６７８９", "0123456789")
RAW = "case_id,item_id,department_id,city_id,channel,accepted_at,promised_days,"
RAW += "legal_days,day_unit,closed_at,result,visits,申请人,证件号码,联系电话,备注\n"
RATED = "projectNo,serviceNumber,taskCode,proDepart,areaCode,pf,windowNo,"
RATED += "satisfaction,evalDetail,writingEvaluation,assessTime,userName,certkeyGOV\n"
ITEM = "000109011000"


def case(number: str, **wrong: str) -> str:
    """A raw case, open and long overdue; `wrong` replaces cells."""
    cells = {
        "case_id": number,
        "item_id": ITEM,
        "department_id": "gaj",
        "city_id": "230100",
        "channel": "1",
        "accepted_at": "2026-01-05 09:00:00",
        "promised_days": "5",
        "legal_days": "20",
        "day_unit": "working",
        "closed_at": "",
        "result": "",
        "visits": "1",
        "name": NAME,
        "identity": IDENTITY,
        "phone": PHONE,
        "remark": LETTERED,
    }
    assert set(wrong) <= set(cells)
    return ",".join({**cells, **wrong}.values()) + "\n"


def rating(number: str, **wrong: str) -> str:
    """A raw rating with a comment and a rater."""
    cells = {
        "case_id": number,
        "service_number": "1",
        "item_id": ITEM,
        "department_id": "gaj",
        "city_id": "230100",
        "channel": "4",
        "window": PHONE,
        "level": "5",
        "tags": "510",
        "comment": COMMENT,
        "rated_at": "2026-01-06 09:00:00",
        "name": NAME,
        "identity": IDENTITY,
    }
    assert set(wrong) <= set(cells)
    return ",".join({**cells, **wrong}.values()) + "\n"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Said]:
    """A run over files full of persons, of which every bad row is borne."""
    root = tmp_path_factory.mktemp("persons") / "data"
    world = World(root)
    shutil.rmtree(root / "reference")
    for folder in ("reference", "sources", "indicators", "schemes"):
        shutil.copytree(PROJECT / "data" / folder, root / folder)
    shutil.copy(PROJECT / "data/workspace.toml", root)
    for source in ("cases", "ratings"):
        world.edit(f"sources/{source}.toml", "reject_limit = 0.02", "reject_limit = 1")
    shifted = ["item_id", "department_id", "city_id", "channel", "accepted_at"]
    shifted += ["promised_days", "legal_days", "day_unit", "result", "visits"]
    rows = [case("c1"), case(IDENTITY), case(PHONE, closed_at="2026-01-06")]
    rows += [case(f"c{n}", closed_at=number) for n, number in enumerate(PLANTED, 10)]
    rows += [case(f"{c}{n}", **{c: n}) for c in shifted for n in PLANTED]
    world.give("cases", "2026-01.csv", RAW + "".join(rows))
    shifted = ["service_number", "item_id", "department_id", "city_id", "channel"]
    shifted += ["level", "tags", "rated_at"]
    rows = [rating(f"r{n}") for n in range(30)] + [rating(IDENTITY)]
    rows += [rating(f"{c}{n}", **{c: n}) for c in shifted for n in PLANTED]
    rows += ["r99," + rating("r99")]  # every cell one to the right
    rows += [rating("r98", name=NAME + '",x')]
    world.give("ratings", "2026-01.csv", RATED + "".join(rows))
    return world, world.command("run", "--json")


def texts_of(path: Path) -> list[str]:
    """Every text of every table of a DuckDB file."""
    found: list[str] = []
    with duckdb.connect(str(path), read_only=True) as con:
        columns = con.execute(
            "SELECT schema_name, table_name, column_name FROM duckdb_columns() "
            "WHERE NOT internal"
        ).fetchall()
        for schema, table, column in columns:
            rows = con.execute(
                f'SELECT DISTINCT "{column}"::VARCHAR FROM "{schema}"."{table}"'
            ).fetchall()
            found += [text.translate(HALF) for (text,) in rows if text is not None]
    return found


def seen_in(texts: list[str], secrets: tuple[str, ...]) -> set[str]:
    together = "\n".join(texts)
    return {secret for secret in secrets if secret.translate(HALF) in together}


def test_the_planted_rows_were_read_and_most_refused(ran: tuple[World, Said]) -> None:
    world, said = ran
    assert said.status == 0, said
    assert world.typed("ratings", "count(*)") == [(31,)]
    assert world.typed("cases", "count(*)") == [(3,)]
    assert world.ask("SELECT count(*) > 100 FROM reject") == [(True,)]


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_no_published_text_holds_a_person(
    ran: tuple[World, Said], audience: str
) -> None:
    (path,) = ran[0].at.published.glob(f"*-{audience}.duckdb")
    texts = texts_of(path)
    assert len(texts) > 1000
    assert seen_in(texts, SECRETS) == set()


def test_no_published_byte_holds_a_person(ran: tuple[World, Said]) -> None:
    for path in ran[0].at.published.iterdir():
        raw = path.read_bytes()
        assert [secret for secret in SECRETS if secret.encode() in raw] == []


def test_no_reject_sent_back_shows_a_person(ran: tuple[World, Said]) -> None:
    files = sorted(ran[0].at.rejects.iterdir())
    assert [path.name for path in files] == [f"{s}.csv" for s in ("cases", "ratings")]
    for path in files:
        text = path.read_text("utf-8-sig").translate(HALF)
        assert "***" in text
        assert seen_in([text], SECRETS) == set()


def test_no_message_shows_a_person(ran: tuple[World, Said]) -> None:
    world, said = ran
    assert seen_in([said.out + said.err], SECRETS) == set()
    headless = world.give("cases", "headless.csv", case("c1") + case("c2"))
    said = world.command("run")
    headless.unlink()
    assert (said.status, seen_in([said.out + said.err], PLANTED)) == (1, set())


def test_dropped_and_hashed_columns_leave_nothing_in_the_warehouse(
    ran: tuple[World, Said],
) -> None:
    world, _ = ran
    columns = world.ask("SELECT column_name FROM duckdb_columns() WHERE NOT internal")
    assert not {"applicant_name", "rater_name", "rater_number"} & {
        c for (c,) in columns
    }
    texts = texts_of(world.at.warehouse)
    assert seen_in(texts, (NAME, COMMENT, LETTERED)) == set()
    raw = b"".join(
        path.read_bytes() for path in world.at.root.glob("warehouse.duckdb*")
    )
    assert [s for s in (NAME, COMMENT, LETTERED) if s.encode() in raw] == []
    assert not list(world.at.root.glob(".scratch-*"))


def test_hashes_are_keyed_and_equal_texts_can_still_be_found(
    ran: tuple[World, Said],
) -> None:
    world, _ = ran
    hashes = world.ask("SELECT DISTINCT window_id, comment FROM typed.ratings")
    ((window, comment),) = hashes
    ((plain,),) = duckdb.execute("SELECT left(sha256(?), 16)", [PHONE]).fetchall()
    assert len(window) == len(comment) == 16
    assert window != plain
