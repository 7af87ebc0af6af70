"""One connection for rows and figures: each statement runs where what it reads is.

A statement that reads typed rows, or what was made of them, is said in Spark's words
and runs there; small tables of the warehouse it names go over first. What it makes
stays on Spark, until it goes into a table of the warehouse. Everything else is
DuckDB's. So the modules that validate and measure are the same for both engines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from pipelines.spark import bound, statements
from pipelines.spark.answer import Answer
from pipelines.spark.exchange import Exchange, nothing
from pipelines.spark.failures import told
from pipelines.spark.rewrites import READ, to_spark
from pipelines.spark.rows import Rows

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

TYPED = "typed"
_CHANGE = "row_change"


class Connection:
    """What the pipelines ask, as they would ask DuckDB.

    `brings_back`: what is made of rows goes to the warehouse at once, as scoring wants.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        session: SparkSession,
        rows: Rows,
        exchange: Exchange,
    ) -> None:
        self._con = con
        self._session = session
        self._rows = rows
        self._exchange = exchange
        self._frames: dict[str, DataFrame] = {}
        # Names Spark knows tables of the warehouse by, while they stay as they are.
        self._handed: set[str] = set()
        self.brings_back = False

    def __getattr__(self, name: str) -> Any:
        # register, close and the like: what is no statement is DuckDB's.
        return getattr(self._con, name)

    def cursor(self) -> Connection:
        """Another connection to the same rows and figures."""
        con = self._con.cursor()
        exchange = self._exchange.of_another(con)
        made = Connection(con, self._session, self._rows, exchange)
        made.brings_back = self.brings_back
        return made

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self._con.close()

    def give(self, name: str, frame: DataFrame) -> None:
        """Let statements read a frame by a name."""
        self._con.execute(f'DROP TABLE IF EXISTS temp."{name}"')
        self._handed.discard(name)
        frame.createOrReplaceTempView(name)
        self._frames[name] = frame

    def execute(self, asked: str | duckdb.Statement, given: object = None) -> Any:
        """Run a statement where what it reads is."""
        sql = asked if isinstance(asked, str) else asked.query
        if not self._may_concern_spark(sql):
            self._note_changed(sql)
            return self._con.execute(asked, given)
        try:
            trees = [tree for tree in sqlglot.parse(sql, dialect=READ) if tree]
        except SqlglotError:
            # What only DuckDB can say is about its own tables, such as their storage.
            trees = []
        if not any(self._concerns_spark(tree) for tree in trees):
            for tree in trees:
                self._forget_frame(tree)
            self._note_changed(sql)
            return self._con.execute(asked, given)
        answer: Any = None
        values = bound.Values(self._con, given)
        for tree in trees:
            answer = self._run(tree, values)
        return answer

    def _concerns_spark(self, tree: exp.Expr) -> bool:
        """Whether a statement reads or changes what lies on Spark."""
        if isinstance(tree, (exp.Describe, exp.Command)):
            return False
        if isinstance(tree, exp.Create) and tree.args.get("exists"):
            # To be there is all that is asked of it; typed tables are, without rows.
            return False
        target = statements.target(tree)
        if target is not None and target.db == TYPED:
            return not isinstance(tree, exp.Create)
        return any(self._is_on_spark(each) for each in statements.tables_read(tree))

    def _forget_frame(self, tree: exp.Expr) -> None:
        """What DuckDB makes anew is Spark's no longer."""
        target = statements.target(tree)
        if target is not None and isinstance(tree, exp.Create) and not target.db:
            self._frames.pop(target.name, None)

    def _may_concern_spark(self, sql: str) -> bool:
        names = "|".join([rf"{TYPED}\.", *map(re.escape, self._frames)])
        return re.search(rf"\b({names})", sql) is not None

    def _note_changed(self, sql: str) -> None:
        """What DuckDB changes must go over again."""
        if self._handed and not re.match(r"\s*(SELECT|WITH|FROM)\b", sql):
            words = set(re.findall(r"\w+", sql))
            self._handed -= words

    def _run(self, tree: exp.Expr, values: bound.Values) -> Any:
        target = statements.target(tree)
        read = statements.tables_read(tree)
        of_spark = [each for each in read if self._is_on_spark(each)]
        if target is not None and target.db == TYPED:
            with told(self._session):
                return Answer([(self._change_rows(tree, target, values),)])
        if not of_spark or isinstance(tree, (exp.Delete, exp.Update)):
            with told(self._session):
                self._fetch(of_spark)
            return self._run_here(tree, values)
        with told(self._session):
            return self._run_there(tree, target, read, values)

    def _run_here(self, tree: exp.Expr, values: bound.Values) -> Any:
        self._forget_frame(tree)
        sql = values.put_into(tree).sql(READ)
        self._note_changed(sql)
        return self._con.execute(sql)

    def _run_there(
        self,
        tree: exp.Expr,
        target: exp.Table | None,
        read: list[exp.Table],
        values: bound.Values,
    ) -> Answer | None:
        if isinstance(tree, exp.Create):
            assert target is not None
            frame = self._query(tree.expression, read, values)
            is_temporary = statements.is_temporary(tree)
            if is_temporary and not self.brings_back:
                if tree.kind == "TABLE":
                    frame = frame.persist()
                self.give(target.name, frame)
                return None
            self._make(tree, target, frame)
            return None
        if isinstance(tree, exp.Insert):
            frame = self._query(tree.expression, read, values)
            self._insert(tree, frame)
            return None
        frame = self._query(tree, read, values)
        return Answer([tuple(row) for row in frame.collect()])

    def _query(
        self, tree: exp.Expr, read: list[exp.Table], values: bound.Values
    ) -> DataFrame:
        days = self._hand_over(read)
        asked = values.put_into(tree)
        for table in statements.tables_read(asked):
            statements.rename(table)
        return self._session.sql(to_spark(asked, days, self._columns))

    def _hand_over(self, read: list[exp.Table]) -> set[str]:
        """Let Spark see every table that is read; names of columns that hold days."""
        days: set[str] = set()
        for table in read:
            name = statements.spark_name(table)
            if table.db == TYPED:
                if name not in self._handed:
                    self._rows.frame(table.name).createOrReplaceTempView(name)
                    self._handed.add(name)
            elif name not in self._frames and name not in self._handed:
                frame = self._exchange.hand_over(statements.warehouse_name(table))
                frame.createOrReplaceTempView(name)
                self._handed.add(name)
            schema = self._session.table(f"`{name}`").schema
            days |= {f.name for f in schema if f.dataType.simpleString() == "date"}
        return days

    def _columns(self, table: exp.Table) -> list[str]:
        return list(self._session.table(f"`{table.name}`").columns)

    def _is_on_spark(self, table: exp.Table) -> bool:
        return table.db == TYPED or (not table.db and table.name in self._frames)

    def _fetch(self, tables: list[exp.Table]) -> None:
        """Bring what Spark holds to the warehouse, where a statement changes it."""
        for table in tables:
            assert table.db != TYPED, "only what was made of rows comes back as it is"
            frame = self._frames.pop(table.name)
            self._make(None, table, frame)
            # Spark may go on reading it by its name.
            self._handed.add(table.name)

    def _make(
        self, tree: exp.Create | None, target: exp.Table, frame: DataFrame
    ) -> None:
        """A table of the warehouse from a frame."""
        self._frames.pop(target.name, None)
        found = self._exchange.bring_back(frame)
        name = statements.warehouse_name(target)
        kind = "" if tree is not None and not statements.is_temporary(tree) else "TEMP"
        if tree is not None and self._takes_shape(tree):
            # Names of things keep their order: made where no row is, then filled.
            self._con.execute(tree.sql(READ))
            self._con.execute(f"DELETE FROM {name}")
            if found:
                self._con.execute(f"INSERT INTO {name} FROM {found}")
            return
        source = f"FROM {found}" if found else f"SELECT {nothing(frame)} LIMIT 0"
        self._con.execute(f"CREATE OR REPLACE {kind} TABLE {name} AS {source}")

    def _takes_shape(self, tree: exp.Create) -> bool:
        """Whether DuckDB can make the table: typed tables are there, without rows."""
        return all(
            each.db == TYPED or each.name not in self._frames
            for each in statements.tables_read(tree)
        )

    def _insert(self, tree: exp.Insert, frame: DataFrame) -> None:
        found = self._exchange.bring_back(frame, positions=True)
        if found:
            self._con.execute(f"INSERT INTO {tree.this.sql(READ)} FROM {found}")

    def _change_rows(
        self, tree: exp.Expr, target: exp.Table, values: bound.Values
    ) -> int:
        source = target.name
        changed = 0
        if isinstance(tree, exp.Insert):
            read = statements.tables_read(tree)
            frame = self._query(tree.expression, read, values)
            named = [column.name for column in tree.this.expressions]
            changed = self._rows.append(source, frame.toDF(*named))
        elif isinstance(tree, exp.Delete):
            self._rows.forget(source, self._files(tree, source))
        else:
            assert isinstance(tree, exp.Update)
            self._update(tree, source, values)
        self._handed.discard(statements.spark_name(target))
        return changed

    def _files(self, tree: exp.Delete, source: str) -> list[int]:
        """The files a DELETE names: rows go by whole files."""
        where = tree.args["where"].this
        named = {column.name for column in where.find_all(exp.Column)}
        assert named == {"file_id"}, "rows are removed by their files"
        self._fetch([t for t in statements.tables_read(tree) if self._is_a_frame(t)])
        held = ", ".join(f"({file})" for file in self._rows.files(source))
        if not held:
            return []
        found = self._con.execute(
            f"SELECT file_id FROM (VALUES {held}) AS held (file_id) "
            f"WHERE {where.sql(READ)}"
        ).fetchall()
        return [file for (file,) in found]

    def _is_a_frame(self, table: exp.Table) -> bool:
        return not table.db and table.name in self._frames

    def _update(self, tree: exp.Update, source: str, values: bound.Values) -> None:
        """Write anew the files that hold a row to be changed."""
        change = tree.args["from_"].this
        # Asked for twice: which files it is of, and what it changes.
        frame = self._query(
            exp.select("*").from_(change.copy()), statements.tables_read(change), values
        ).persist()
        self.give(_CHANGE, frame)
        touched = frame.select("file_id").distinct().collect()
        changed = sorted(int(file) for (file,) in touched)
        if changed:
            query = statements.updated(tree, _CHANGE, list(self._rows.columns(source)))
            every = self._query(query, statements.tables_read(query), values)
            listed = ", ".join(str(file) for file in changed)
            kept = every.where(f"file_id IN ({listed})")
            self._rows.replace(source, kept, changed)
        frame.unpersist()
