"""What a session of Spark is set to, where it costs or saves much."""

from pathlib import Path

import pytest

from pipelines.spark import session


@pytest.mark.usefixtures("spark_is_there")
def test_what_is_kept_for_later_is_as_few_tasks_as_it_needs(tmp_path: Path) -> None:
    with session.started("local[1]", tmp_path) as spark:
        # Every statement that reads a kept frame has a task for each of its parts.
        kept = spark.sql(
            "SELECT id % 3 AS k, count(*) AS n FROM range(0, 99, 1, 4) GROUP BY ALL"
        ).persist()
        assert kept.count() == 3
        assert kept.rdd.getNumPartitions() == 1
