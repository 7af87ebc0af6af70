"""Spark is there, or the tests that need it say why they are passed over."""

import shutil
from collections.abc import Callable
from importlib.util import find_spec

import pytest


@pytest.fixture(scope="session")
def spark_is_there() -> None:
    """Skip where pyspark or Java is missing; requirements-dev.txt installs pyspark."""
    if find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed (requirements-spark.txt)")
    if shutil.which("java") is None:
        pytest.skip("there is no java; Spark needs a runtime of Java 17")


# A virtual machine that lives for a minute is quicker without its second compiler, and
# without programs written for every stage of every statement.
BRIEF = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SMALL = f"""\
spark.driver.extraJavaOptions   {BRIEF}
spark.executor.extraJavaOptions {BRIEF}
spark.sql.shuffle.partitions    4
spark.sql.codegen.wholeStage    false
"""
Ask = Callable[[str], list[tuple[object, ...]]]
