"""The public published file, asked by the queries beside this module; no other file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import DataRefused, GovscoreError
from pipelines.locations import Locations

Rows = list[dict[str, Any]]
_QUERIES = Path(__file__).parent / "queries"


class NothingPublished(GovscoreError):
    """There is no public file to make a site of."""

    exit_status = 1


class Published:
    """An open public file."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def ask(self, question: str, language: str = "") -> Rows:
        """The rows of a query, as dictionaries."""
        sql, is_worded = _sql(question)
        found = self._con.execute(sql, {"language": language} if is_worded else {})
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def relation(self, question: str, language: str = "") -> duckdb.DuckDBPyRelation:
        """The same, not fetched."""
        sql, is_worded = _sql(question)
        return self._con.sql(sql, params={"language": language} if is_worded else {})


@contextmanager
def opened(at: Locations) -> Iterator[Published]:
    """The public file that current.json names; the internal one need not be there."""
    try:
        told = json.loads(at.current.read_text("utf-8"))
        # A bare name: a published file lies beside current.json.
        file = at.published / Path(told["files"]["public"]).name
    except FileNotFoundError:
        raise NothingPublished(
            f"Nothing is published in {at.published}/. Run `python -m pipelines run`."
        ) from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise DataRefused(
            f"{at.current} cannot be read. Expected: a JSON object that names the "
            'public file under "files". Run `python -m pipelines run` again.'
        ) from None
    if not file.is_file():
        raise NothingPublished(f"{at.current} names {file.name}, which is not there.")
    con = duckdb.connect(":memory:")
    try:
        quoted = str(file).replace("'", "''")
        con.execute(f"ATTACH '{quoted}' AS published (READ_ONLY)")
        con.execute(
            "CREATE MACRO said(words, language) "
            "AS coalesce(words[language], map_values(words)[1])"
        )
        con.execute("SET search_path = 'published.main,memory.main'")
        con.execute("SET enable_external_access = false")
        yield Published(con)
    except duckdb.Error as error:
        raise DataRefused(
            f"{file} does not answer: {error}. It may be of another version of the "
            "program; run `python -m pipelines run` again."
        ) from error
    finally:
        con.close()


@lru_cache(maxsize=64)
def _sql(question: str) -> tuple[str, bool]:
    text = (_QUERIES / f"{question}.sql").read_text("utf-8")
    return text, "$language" in text
