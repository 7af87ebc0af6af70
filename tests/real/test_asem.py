"""The ASEM index: a tree of four levels, every figure as its publisher printed it."""

from __future__ import annotations

import csv
import tomllib

import pytest

from tests.real.publishing import HERE, REAL, Workspace, with_real_files

INDEX = "asem_index"
PERIOD = "period_kind = 'year' AND period = DATE '2018-01-01'"
# The publisher's codes of the aggregates, by our names.
AGGREGATES = {
    "Physical": "physical",
    "ConEcFin": "trade_finance",
    "Political": "political",
    "Instit": "institutional",
    "P2P": "people",
    "Environ": "environmental",
    "Social": "social",
    "SusEcFin": "economy_finance",
    "Conn": "connectivity",
    "Sust": "sustainability",
}


@pytest.fixture(scope="module")
def asem(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The 51 countries, published from the file as it lies there."""
    files = {"values": (f"{INDEX}/values_treated.csv",)}
    made = with_real_files("asem", tmp_path_factory.mktemp("asem") / "data", files)
    told = made.run()
    (counts,) = told["sources"]
    assert (counts["rows_read"], counts["rows_loaded"]) == (51 * 49, 51 * 49)
    return made


def printed(name: str) -> dict[tuple[str, str], float]:
    """(country, code) to the figure of the publisher."""
    with (REAL / INDEX / name).open(encoding="utf-8") as file:
        return {
            (f"city:{row['UnitCode'].lower()}", code): float(row[code])
            for row in csv.DictReader(file)
            for code in list(row)[7:]
        }


def codes() -> dict[str, str]:
    """Indicator to the publisher's code, as its declaration filters by it."""
    found = {}
    for path in sorted((HERE / "asem" / "indicators").glob("*.toml")):
        declared = tomllib.loads(path.read_text("utf-8"))
        found[path.stem] = declared["where"].split("'")[1]
    return found


def test_every_indicator_is_normalised_as_printed(asem: Workspace) -> None:
    expected, code = printed("expected_normalised.csv"), codes()
    found = asem.published(
        f"SELECT subject_id, indicator_id, score FROM score WHERE {PERIOD}"
    )
    assert len(found) == len(expected) == 51 * 49
    for subject, indicator, score in found:
        printed_score = expected[subject, code[indicator]]
        assert score == pytest.approx(printed_score, rel=0, abs=1e-9), indicator


def test_every_aggregate_is_as_printed(asem: Workspace) -> None:
    expected = printed("expected_aggregated.csv")
    found = {
        (subject, pillar): score
        for subject, pillar, score in asem.published(
            f"SELECT subject_id, pillar, score FROM pillar_score WHERE {PERIOD}"
        )
    }
    assert len(found) == 51 * 10
    for (subject, code), score in expected.items():
        if code in AGGREGATES:
            mine = found[subject, AGGREGATES[code]]
            assert mine == pytest.approx(score, rel=0, abs=1e-9), (subject, code)


def test_the_index_and_all_ranks_are_as_printed(asem: Workspace) -> None:
    index = {
        s: v
        for (s, code), v in printed("expected_aggregated.csv").items()
        if code == "Index"
    }
    found = asem.published(
        f"SELECT subject_id, score, rank, peers FROM scorecard WHERE {PERIOD} "
        "AND score IS NOT NULL ORDER BY rank"
    )
    assert len(found) == 51
    for subject, score, rank, peers in found:
        assert score == pytest.approx(index[subject], rel=0, abs=1e-9)
        assert rank == 1 + sum(
            round(v, 6) > round(index[subject], 6) for v in index.values()
        )
        assert peers == 51
    assert [(s, round(score, 2)) for s, score, _, _ in found[:3]] == [
        ("city:che", 68.38),
        ("city:nld", 64.82),
        ("city:dnk", 64.80),
    ]


def test_contributions_sum_to_the_index(asem: Workspace) -> None:
    ((worst, counted),) = asem.published(
        "SELECT max(abs(made - score)), count(*) FROM ("
        "SELECT subject_id, sum(contribution) AS made FROM score "
        f"WHERE {PERIOD} GROUP BY subject_id) JOIN "
        f"(FROM scorecard WHERE {PERIOD}) USING (subject_id)"
    )
    assert (worst < 1e-9, counted) == (True, 51)


def test_every_country_and_weight_is_declared_once() -> None:
    scheme = tomllib.loads((HERE / "asem/schemes/2018.toml").read_text("utf-8"))
    inner = [p for top in scheme["pillars"] for p in top["pillars"]]
    assert {p["pillar"] for p in (*scheme["pillars"], *inner)} == set(
        AGGREGATES.values()
    )
    named = [leaf["indicator"] for p in inner for leaf in p["indicators"]]
    assert sorted(named) == sorted(codes())
    countries = (HERE / "asem/reference/cities.csv").read_text("utf-8").splitlines()
    assert len(countries) == 1 + 51
