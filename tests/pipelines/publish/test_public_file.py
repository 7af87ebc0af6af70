"""The public file: everything that may be in it is named here, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.publish.publish import current
from tests.pipelines.measure.cases_world import World, rows

# Written by hand. A table or column that comes new is internal until it stands here.
PUBLIC: dict[str, str] = {
    "publication": "version as_of published_at audience code_version workspace_hash "
    "input_hash workspace_name languages latest_period completeness "
    "ranking_indicator headline",
    "subject": "subject_id kind city_id department_id name short_name peer_group "
    "ranked position",
    "peer_group": "peer_group kind name basis from_n",
    "indicator": "indicator_id pillar source kind unit higher_is_better name "
    "short_name definition formula period_by minimum_n reference position",
    "period": "period_kind period period_end is_complete is_provisional "
    "previous_period",
    "observation": "indicator_id subject_id period_kind period numerator denominator n "
    "value low high state more_than previous_value change peer_median",
    "score": "scheme_id indicator_id subject_id period_kind period pillar score weight "
    "contribution previous_score",
    "pillar_score": "scheme_id pillar subject_id period_kind period score weight "
    "contribution previous_score change_contribution parent depth position",
    "adjustment": "scheme_id adjustment subject_id period_kind period value points",
    "scorecard": "scheme_id subject_id period_kind period score low high band coverage "
    "rank rank_low rank_high tier peers previous_score previous_rank n state "
    "base_score adjustment vetoed_by grade grade_why",
    "satisfaction_ranking": "subject_id kind peer_group period_kind period n share low "
    "high adjusted order_by drawn_to reliability rank rank_low rank_high tier "
    "expected_rank peers set_low set_high best could_be_best differs group_rank "
    "group_rank_low group_rank_high group_tier group_peers state",
    "case_mix": "indicator_id subject_id period_kind period n observed expected ratio "
    "adjusted low high",
    "subject_group": "subject_id peer_group period_kind period rank rank_low rank_high "
    "tier peers",
    "response": "subject_id period_kind period closed_count active_count default_count "
    "unrated_count active_share default_share satisfied_share lowest_share "
    "highest_share state",
    "scheme": "scheme_id name valid_from valid_to coverage_minimum note mean floor "
    "most_bonus most_deduction rounding",
    "scheme_pillar": "scheme_id pillar name weight position parent depth top share "
    "mean floor coverage_minimum",
    "scheme_indicator": "scheme_id indicator_id pillar weight worst best target share "
    "scoring higher_is_better loss least most middle spread steps_at steps_points",
    "scheme_band": "scheme_id band name from_score quota",
    "scheme_adjustment": "scheme_id adjustment name kind indicator_id subjects above "
    "below points most ceiling position",
    "limit_value": "name value",
    "age_class": "age_class from_days to_days",
    "source": "source name key reject_limit",
    "item": "item_id department_id name",
    "tag": "tag_id level cause name",
}
INTERNAL = {
    "arrival",
    "attention",
    "backlog",
    "backlog_age",
    "break_mark",  # of a scheme that is not public
    "calendar",
    "change_part",  # July is held against June, which an internal scheme scored
    "check_reason",
    "contradicting_rating",
    "doubt",
    "honesty_flag",
    "hidden_observation",
    "item_drag",
    "load",
    "overdue_case",
    "rank_sensitivity",
    "rank_without",
    "reject",
    "tag_count",
}
KEY = ("indicator_id", "subject_id", "period_kind", "period")
# The month of nine: nothing of it may be told, nor of what is counted from it.
SECRET_MONTH = "2026-06-01"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return a published workspace with rows for every internal table."""
    world = World(tmp_path_factory.mktemp("w") / "data", withheld_below=10)
    world.give(
        "ratings",
        """
        department, rated,      level, times, tags
        rsj,        2026-06-10, 5,     7,           # nine in June: withheld
        rsj,        2026-06-10, 1,     2,     110
        gaj,        2026-06-10, 5,     40,
        gaj,        2026-07-10, 5,     40,
        rsj,        2026-07-10, 5,     31,
        rsj,        2026-07-10, 2,     9,     110;120
        """,
    )
    world.edit("sources/cases.toml", "reject_limit = 0.02", "reject_limit = 0.5")
    world.give(
        "cases",
        """
        case_id,  department, accepted,   closed,     legal, city, times
        OVERDUE1, gaj,        2026-06-01, ,           20,    230100, 1
        ,         gaj,        2026-06-01, 2026-06-02, 20,    230100, 30
        ,         rsj,        2026-06-01, 2026-06-09, 20,    231000, 30
        REJECTED, gaj,        yesterday,  ,           20,    230100, 1
        """,
    )
    internal_scheme(world)
    assert world.run("2026-07-31").status == "published"
    return world


def internal_scheme(world: World) -> None:
    """From July there is scheme 2026; until then an internal one."""
    # Ratings alone make a score, in June and in July.
    world.edit("schemes/2026.toml", "coverage_minimum = 0.70", "coverage_minimum = 0.3")
    text = (world.at.schemes / "2026.toml").read_text("utf-8")
    world.edit("schemes/2026.toml", "2025-10-01", "2026-07-01")
    text = text.replace("2026-12-31", "2026-06-30")
    text = text.replace('["public", "internal"]', '["internal"]')
    text = text.replace(
        'indicator = "bad_per_10k",         weight = 20',
        'indicator = "open_overdue",         weight = 21',
    )
    (world.at.schemes / "trial.toml").write_text(text, "utf-8")
    with (world.at.schemes / "2026.toml").open("a", encoding="utf-8") as scheme:
        scheme.write(
            '[[adjustments]]\nadjustment = "bad"\nname = { zh = "差评", en = "Bad" }\n'
            'kind = "deduction"\nindicator = "bad_rate"\npoints = 10\nmost = 1\n'
        )


def opened(world: World, audience: str) -> duckdb.DuckDBPyConnection:
    standing = current(world.at)
    assert standing
    name = dict(standing["files"])[audience]  # type: ignore[call-overload]
    return duckdb.connect(str(world.at.published / name), read_only=True)


def filled(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Tables with rows, and their columns."""
    found = {}
    for (table,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall():
        if con.execute(f"FROM {table} LIMIT 1").fetchall():
            columns = con.execute(f"DESCRIBE {table}").fetchall()
            found[table] = " ".join(name for (name, *_) in columns)
    return found


def test_the_public_file_has_these_tables_and_columns(world: World) -> None:
    with opened(world, "public") as con:
        assert filled(con) == PUBLIC


def test_the_internal_file_has_rows_where_the_public_one_has_none(
    world: World,
) -> None:
    with opened(world, "internal") as con:
        assert filled(con).keys() - PUBLIC.keys() == INTERNAL


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_the_file_says_for_whom_it_is(world: World, audience: str) -> None:
    with opened(world, audience) as con:
        assert rows(con, "SELECT audience FROM publication") == [{"audience": audience}]


def test_no_organ_is_public(world: World) -> None:
    with opened(world, "public") as con:
        kinds = con.execute("SELECT DISTINCT kind FROM subject ORDER BY 1").fetchall()
        assert kinds == [("all",), ("city",), ("department",)]
        for table in PUBLIC:
            if "subject_id" in PUBLIC[table].split():
                foreign = con.execute(
                    f"SELECT subject_id FROM {table} "
                    "EXCEPT SELECT subject_id FROM subject"
                )
                assert foreign.fetchall() == [], table
    with opened(world, "internal") as con:
        assert con.execute(
            "FROM observation WHERE subject_id LIKE 'organ:%'"
        ).fetchall()


def test_no_internal_indicator_is_public(world: World) -> None:
    with opened(world, "internal") as con:
        assert con.execute(
            "FROM observation WHERE indicator_id = 'open_overdue' AND value = 1"
        ).fetchall()
        assert rows(con, "SELECT headline FROM publication") == [
            {
                "headline": [
                    "very_satisfied_rate",
                    "on_time_rate",
                    "bad_per_10k",
                    "open_overdue",
                ]
            }
        ]
    assert "open_overdue" not in everything(world)
    with opened(world, "public") as con:
        ((headline,),) = con.execute("SELECT headline FROM publication").fetchall()
    assert headline == ["very_satisfied_rate", "on_time_rate", "bad_per_10k"]


def test_no_internal_scheme_is_public(world: World) -> None:
    with opened(world, "internal") as con:
        assert con.execute("FROM scorecard WHERE scheme_id = 'trial'").fetchall()
        assert con.execute("FROM change_part WHERE scheme_id = '2026'").fetchall()
    assert "trial" not in everything(world)
    with opened(world, "public") as con:
        told = rows(con, "FROM scorecard WHERE score IS NOT NULL")
        assert {row["scheme_id"] for row in told} <= {"2026"}
        for table in ("score", "pillar_score", "scorecard"):
            before = rows(con, f"FROM {table} WHERE previous_score IS NOT NULL")
            assert before == [], table  # the month before was scored internally
        assert rows(con, "FROM change_part") == []


def test_no_case_no_reject_and_no_load_is_public(world: World) -> None:
    text = everything(world)
    for secret in ("OVERDUE1", "REJECTED", "yesterday", "2026-07.csv"):
        assert secret not in text


def everything(world: World) -> str:
    """Every cell of the public file as text."""
    with opened(world, "public") as con:
        return "\n".join(str(rows(con, f"FROM {table}")) for table in PUBLIC)


def test_a_withheld_cell_has_no_number_in_the_public_file(world: World) -> None:
    with opened(world, "public") as con:
        withheld = rows(con, "FROM observation WHERE state = 'withheld'")
    assert withheld
    for row in withheld:
        numbers = ("numerator", "denominator", "n", "value", "low", "high", "change")
        assert [row[name] for name in numbers] == [None] * 7
    with opened(world, "internal") as con:
        told = rows(
            con, "FROM observation WHERE state = 'withheld' AND denominator = 9"
        )
    assert told


def test_what_is_withheld_is_told_nowhere_else(world: World) -> None:
    with opened(world, "internal") as con:
        hidden = {
            tuple(row[name] for name in KEY)
            for row in rows(con, "FROM observation WHERE state = 'withheld'")
        }
    with opened(world, "public") as con:
        for row in rows(con, "FROM score"):
            key = [
                row[c] for c in ("indicator_id", "subject_id", "period_kind", "period")
            ]
            assert tuple(key) not in hidden
        for row in rows(
            con,
            "SELECT o.*, p.previous_period FROM observation AS o "
            "JOIN period AS p USING (period_kind, period) "
            "WHERE previous_value IS NOT NULL",
        ):
            before = (row["indicator_id"], row["subject_id"], row["period_kind"])
            assert (*before, row["previous_period"]) not in hidden
        june = rows(
            con,
            "SELECT n FROM scorecard WHERE subject_id = 'department:rsj' "
            f"AND period_kind = 'month' AND period = DATE '{SECRET_MONTH}'",
        )
        assert all(row["n"] is None for row in june)
        ranked = rows(con, "FROM satisfaction_ranking WHERE state = 'withheld'")
        assert ranked  # the quarter of June
        told = ("n", "share", "low", "high", "adjusted", "rank", "group_rank", "tier")
        assert all(row[name] is None for row in ranked for name in told)


def test_who_is_not_public_is_in_no_public_ranking(tmp_path: Path) -> None:
    world = World(tmp_path / "data")
    world.edit(
        "workspace.toml", '["all", "city", "department"]', '["all", "department"]'
    )
    world.give("ratings", "level, times\n5, 40")
    world.run()
    assert "city:" not in everything(world)
