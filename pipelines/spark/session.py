"""A session of Spark: started when it is asked for, its own words in a file.

pyspark and Java are no part of a plain installation (requirements-spark.txt), so
nothing here is imported before somebody asks for this engine.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import CallError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER = "local[*]"
MASTER_VARIABLE = "GOVSCORE_SPARK_MASTER"
LOG = "spark.log"
# Answers must not depend on where a process runs or how a cluster was set up. Plans
# hold the key that numbers are hashed with, so nothing shows or keeps them.
_FIXED = {
    "spark.ui.enabled": "false",
    "spark.eventLog.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.caseSensitive": "false",
}
_DEFAULT = {
    "spark.app.name": "govscore",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "32",
    "spark.sql.adaptive.coalescePartitions.parallelismFirst": "false",
    # What is kept for several statements is cut by its size, too: else a frame of ten
    # rows is as many tasks as the largest shuffle, in each statement that reads it.
    "spark.sql.optimizer.canChangeCachedPlanOutputPartitioning": "true",
    "spark.sql.files.openCostInBytes": "262144",
    # Folders are named one by one, and looked into from here.
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "100000",
}


def check_is_there() -> None:
    """Raise CallError where pyspark or Java is missing."""
    if find_spec("pyspark") is None:
        raise CallError(
            "--engine spark needs pyspark, which is not installed. Install it with "
            "`pip install -r requirements-spark.txt`, or leave --engine out."
        )
    java = os.environ.get("JAVA_HOME")
    found = Path(java, "bin", "java").exists() if java else shutil.which("java")
    if not found:
        raise CallError(
            "--engine spark needs Java 17, and there is no `java`. Install a Java "
            "runtime or set JAVA_HOME, or leave --engine out."
        )


@contextmanager
def started(
    master: str | None, folder: Path, conf: Path | None = None
) -> Iterator[SparkSession]:
    """A session; its log is in `folder`, its settings in `conf`, if that is there."""
    check_is_there()
    where = master or os.environ.get(MASTER_VARIABLE) or MASTER
    if where.startswith("local"):
        # Executors on this machine need no name that others can look up.
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("SPARK_WORKER_DIR", str((folder / "work").absolute()))
    settings = {**_DEFAULT, **_given(conf), **_FIXED}
    session = _start(where, settings, folder)
    try:
        yield session
    finally:
        session.stop()


def _start(where: str, settings: dict[str, str], folder: Path) -> SparkSession:
    with _aside(folder / LOG):
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession

        # Its Python half repeats every refusal of a statement, which is told anyway.
        logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
        builder = SparkSession.builder.master(where)
        for name, value in settings.items():
            builder = builder.config(name, value)
        try:
            session = builder.getOrCreate()
        except (PySparkException, Py4JError, RuntimeError) as wrong:
            raise CallError(
                f"Spark could not be started at {where!r}: "
                f"{str(wrong).strip().splitlines()[0]}\n"
                f"What it says itself stands in {folder / LOG}."
            ) from wrong
        session.sparkContext.setLogLevel("ERROR")
        return session


def _given(file: Path | None) -> dict[str, str]:
    """Settings of a file in Spark's own form: a name, spaces, a value."""
    if file is None or not file.exists():
        return {}
    found = {}
    for line in file.read_text("utf-8").splitlines():
        name, _, value = line.strip().partition(" ")
        if value and not name.startswith("#"):
            found[name] = value.strip()
    return found


@contextmanager
def _aside(log: Path) -> Iterator[None]:
    """Let processes that are started now write what they have to say into a file."""
    kept = os.dup(2)
    with log.open("a", encoding="utf-8") as out:
        os.dup2(out.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
