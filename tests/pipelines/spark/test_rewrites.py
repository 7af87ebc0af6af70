"""Every rule of pipelines/spark/rewrites.py: both engines are asked the same values."""

import math
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlglot

from pipelines.declarations.source import Column
from pipelines.landing.masking import mask
from pipelines.spark.rewrites import to_spark
from pipelines.validate import cells

Answers = dict[str, tuple[list[Any], list[Any]]]

TEXTS = [
    None, "", " ", "a", "A%", "a\\b", "abc", "哈尔滨", "ä́", "１２", "12", "+12.0",
    "1,234", "1,23", "12\u2028", "3.7", "1e5", ".5", "nan", "inf", "0x1F", "1_000",
    "5d", "20260131", "20260230", "2026131", "2026/1/5", "2026-01/05", "2026-01-31",
    "2026-1-5 7:08", "2026-01-31 24:00:00", "2026-01-31 24:00", "2026-01-31 24:00:01",
    "2026-01-31 23:59:60", "2026-01-31 12", "2026-01-31T12:00:01.1234569",
    "2026-01-31 12:00:00+08", "2026/01/31 12:00:00 +0830", "2026-01-31 24:00:00Z",
    "2026-01-31T12:00:00Z", "20260131T120001", "20260131T250001", "2026年1月5日",
    "26.1.5", "1.2.2026", "1.2.26", "2026-01-31T01:00:00-0330", "a,510", "infinity",
    "2026-01-31T01:00:00+08:00", "epoch", "510,201", "\u3000a", "a\u00a0",
]  # fmt: skip
WHOLE = [None, 0, 1, -7, 5, 2147483646]
PARTS = [None, 0.0, -2.5, 2.675, 0.285, 1.005, 1e300, math.inf, math.nan]
DAYS = [None, date(2026, 1, 1), date(2026, 1, 4), date(2026, 1, 31), date(2024, 2, 29)]
TIMES = [
    None,
    datetime.fromisoformat("2026-01-01 23:30:00"),
    datetime.fromisoformat("2026-01-02 00:00:01.500000"),
    datetime.fromisoformat("2026-02-01"),
]
FORMS = "['%Y%m%dT%H%M%S', '%Y/%m/%d', '%Y年%m月%d日', '%d.%m.%Y', '%Y%m%d']"
ZONED = "['%Y-%m-%dT%H:%M:%S%z']"
ZONE = "Asia/Shanghai"
STAMP = Column(kind="timestamp", formats=("%Y%m%dT%H%M%S", "%Y-%m-%dT%H:%M:%S%z"))
OF_TEXTS = [
    "strlen(t)", "length(t)", "t LIKE 'a%'", "t LIKE 'a\\_'", "t ILIKE 'A_'",
    "contains(t, chr(65533))", "contains(t, '哈')", "starts_with(t, 'a')",
    "trim(t, ' \u3000\u00a0')", "translate(t, '１２', '12')", "substring(t, 2, 3)",
    "regexp_matches(t, '^\\d+$')", "regexp_matches(t, '^[+-]?\\d+([.]0*)?$')",
    "regexp_replace(t, ' ?(Z|[+-]\\d\\d(:?\\d\\d)?)$', '\\1')",
    "left(sha256('key' || t), 16)", "md5_number_lower(t || chr(31) || t)",
    f"CASE WHEN regexp_matches(t, '[0-9]') THEN try_strptime(t, {FORMS}) END",
    f"CASE WHEN regexp_matches(t, '[0-9]') "
    f"THEN timezone('{ZONE}', try_strptime(t, {ZONED})) END",
    f"CASE WHEN regexp_matches(t, '{cells.TIME}$') THEN TRY_CAST(t AS TIMESTAMP) END",
    "list_has_any(string_split(t, ','), ['510', '7'])",
    "t IS NOT DISTINCT FROM 'a'", "coalesce(t, 'none')", "t || 'x'",
    "CASE WHEN t IN ('a', 'abc') THEN 1 ELSE 0 END",
    cells.careful(Column(kind="integer"), "t", ZONE)[0],
    cells.careful(Column(kind="decimal"), "t", ZONE)[0],
    cells.careful(Column(kind="timestamp"), "t", ZONE)[0],
    cells.careful(Column(kind="date"), "t", ZONE)[0],
    cells.careful(STAMP, "t", ZONE)[0],
    cells.careful(Column(kind="timestamp", offset="ignore"), "t", ZONE)[0],
]  # fmt: skip
OF_WHOLE = [
    "n / 2", "n / n", "1 / n", "n % 3", "-n", "abs(n)", "greatest(n, 1)", "least(n, 1)",
    "nullif(n, 0)", "n = '5'", "n BETWEEN 0 AND 5", "CAST(n AS DOUBLE)", "round(n, 2)",
    "CAST(n AS VARCHAR)", "CAST(n > 0 AS INTEGER)", "n * 0.1 = 0.5", "n IN (1, 5)",
]  # fmt: skip
OF_PARTS = [
    "round(x)", "round(x, 1)", "round(x, 2)", "isfinite(x)", "x / 0", "x > 0.5",
    "CAST(round(CASE WHEN isfinite(x) AND x < 1e9 THEN x END) AS INTEGER)",
]  # fmt: skip
OF_DAYS = [
    "d + 1", "d - 1", "d - DATE '1970-01-01'", "date_diff('day', DATE '2025-12-31', d)",
    "date_diff('month', DATE '2024-02-29', d)", "last_day(d)", "d > '2026-01-02'",
    "CAST(date_trunc('month', d) AS DATE)", "CAST(d + INTERVAL 1 MONTH AS DATE)",
    *(f"extract({part} FROM d)" for part in
      ("year", "quarter", "month", "week", "day", "dow", "isodow")),
]  # fmt: skip
OF_TIMES = [
    "CAST(s AS DATE)", "CAST(date_trunc('month', s) AS DATE)", "epoch_us(s) % 60000000",
    "epoch(s - TIMESTAMP '2026-01-01 00:00:00')", "extract(hour FROM s)",
    "date_diff('day', TIMESTAMP '2026-01-01 12:00:00', s)", "CAST(s AS VARCHAR)",
    "CAST(s AS DATE) - DATE '2026-01-01'",
]  # fmt: skip
OF_ALL = [
    "avg(n)", "sum(n)", "median(x)", "mad(n)", "bool_or(n > 0)", "min(d)", "max(t)",
    "count(*) FILTER (WHERE n > 0)", "avg(CASE WHEN n > 0 THEN 1.0 ELSE 0.0 END)",
    "avg(0.333)", "count(DISTINCT t)", "any_value(1)",
]  # fmt: skip
QUERIES = [
    "SELECT NOT EXISTS (SELECT 1 FROM given WHERE n > 5), "
    "EXISTS (SELECT 1 FROM given WHERE n > 7e9)",
    "SELECT n, unnest(string_split(t, ',')) AS part FROM given WHERE t IS NOT NULL",
    "SELECT * REPLACE (CASE WHEN n > 0 THEN n END AS n) FROM given",
    "SELECT * EXCLUDE (t, s) FROM given WHERE n IS NOT NULL",
    "SELECT d, last_day(CAST(unnest(range(CAST(date_trunc('month', d) AS DATE), "
    "DATE '2026-04-01', INTERVAL 1 MONTH)) AS DATE)) AS ends FROM given "
    "WHERE d > DATE '2025-01-01'",
    "SELECT problem.a, problem.b FROM (SELECT unnest([struct_pack(a := 'x', b := t), "
    "struct_pack(a := 'y', b := NULL)]) AS problem FROM given) WHERE problem.b > 'a'",
    "SELECT n FROM given WHERE n IS NOT NULL "
    "QUALIFY row_number() OVER (PARTITION BY n > 0 ORDER BY n DESC) = 1",
    "SELECT s, count(*) OVER (ORDER BY s RANGE BETWEEN CURRENT ROW "
    "AND to_minutes(40) FOLLOWING) FROM given WHERE s IS NOT NULL",
    "SELECT n FROM given SEMI JOIN (SELECT 5 AS n) AS five ON five.n = given.n",
]
EXPRESSIONS = [*OF_TEXTS, *OF_WHOLE, *OF_PARTS, *OF_DAYS, *OF_TIMES]


@pytest.fixture(scope="module")
def answers(spark_is_there: None, tmp_path_factory: Any) -> Iterator[Answers]:
    """What both engines say of every expression and query, each in one statement."""
    from pipelines.spark import session
    from pipelines.spark.exchange import Exchange

    folder = tmp_path_factory.mktemp("rewrites")
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    con.execute(
        "CREATE TABLE given "
        "(k INTEGER, t VARCHAR, n INTEGER, x DOUBLE, d DATE, s TIMESTAMP)"
    )
    lists = (TEXTS, WHOLE, PARTS, DAYS, TIMES)
    for k in range(max(map(len, lists))):
        row = [each[k] if k < len(each) else None for each in lists]
        con.execute("INSERT INTO given VALUES (?, ?, ?, ?, ?, ?)", [k, *row])
    with session.started("local[1]", folder / "spark") as spark:
        Exchange(con, spark, folder / "over").hand_over(
            "given"
        ).createOrReplaceTempView("given")

        def both(sql: str) -> tuple[list[Any], list[Any]]:
            tree = sqlglot.parse_one(sql, dialect="duckdb")
            said = to_spark(tree, {"d"}, lambda _: ["k", "t", "n", "x", "d", "s"])
            theirs = [tuple(row) for row in spark.sql(said).collect()]
            return con.execute(sql).fetchall(), theirs

        found: Answers = {}
        listed = ", ".join(f"{sql} AS c{n}" for n, sql in enumerate(EXPRESSIONS))
        ours, theirs = both(f"SELECT {listed} FROM given ORDER BY k")
        for n, sql in enumerate(EXPRESSIONS):
            found[sql] = [row[n] for row in ours], [row[n] for row in theirs]
        listed = ", ".join(f"{sql} AS c{n}" for n, sql in enumerate(OF_ALL))
        ours, theirs = both(f"SELECT {listed} FROM given")
        for n, sql in enumerate(OF_ALL):
            found[sql] = [ours[0][n]], [theirs[0][n]]
        for sql in QUERIES:
            ours, theirs = both(sql)
            found[sql] = sorted(ours, key=str), sorted(theirs, key=str)
        yield found


@pytest.mark.parametrize("sql", [*EXPRESSIONS, *OF_ALL, *QUERIES], ids=mask)
def test_both_engines_answer_alike(answers: Answers, sql: str) -> None:
    ours, theirs = answers[sql]
    assert len(ours) == len(theirs)
    apart = [pair for pair in zip(ours, theirs, strict=True) if not _is_same(*pair)]
    assert apart == []
    assert any(value is not None for value in ours), "nothing was asked"


def test_a_hash_tells_an_absent_value_from_the_next(
    spark_is_there: None, tmp_path: Path
) -> None:
    """Hashes differ between engines; rows that differ must differ on either."""
    from pipelines.spark import session

    sql = to_spark(
        sqlglot.parse_one(
            "SELECT hash(NULL, 'a') = hash('a', NULL), hash('a') = hash('a'), "
            "hash('a', 1) >= 0, hash('b', 2) >= 0",
            dialect="duckdb",
        )
    )
    with session.started("local[1]", tmp_path / "spark") as spark:
        (row,) = spark.sql(sql).collect()
    assert tuple(row) == (False, True, True, True)


def _is_same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, tuple):
        return all(map(_is_same, ours, theirs))
    if isinstance(ours, (float, Decimal)) and isinstance(theirs, (float, Decimal, int)):
        a, b = float(ours), float(theirs)
        return (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=1e-12)
    return bool(ours == theirs)
