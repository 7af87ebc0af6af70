"""Numbers as people, spreadsheets and programs write them."""

from tests.pipelines.worlds import World


def typed(visits: World, column: str, written: list[str]) -> list[object]:
    """What each cell of a column becomes; the reason code where it is refused."""
    rows = "".join(f'v{n},2026-01-05,"{cell}"\n' for n, cell in enumerate(written))
    header = f"visit_id,seen_on,{column}\n"
    found = visits.read("visits", "a.csv", header + rows, f"row, {column}")
    became = dict(found.rows)
    for row, where, value, reason in found.rejects:
        assert (where, value) == (column, written[row - 2])
        became[row] = reason
    return [became[row] for row in sorted(became)]


def test_whole_numbers_are_understood(visits: World) -> None:
    written = ["12", " 12 ", "007", "+5", "3.0", "1,234", "１２３", "１，２３４"]
    assert typed(visits, "people", written) == [12, 12, 7, 5, 3, 1234, 123, 1234]


def test_decimal_numbers_are_understood(visits: World) -> None:
    written = ["1.5", ".5", "-2", "1.2e3", "1,234.5", "－１．５"]
    assert typed(visits, "hours", written) == [1.5, 0.5, -2, 1200, 1234.5, -1.5]


def test_an_empty_cell_and_the_words_for_nothing_are_no_number(visits: World) -> None:
    written = ["", "　", "NULL", "N/A", "-", "—"]
    assert typed(visits, "people", written) == [None] * 6
    assert typed(visits, "hours", written) == [None] * 6


def test_what_is_no_whole_number_is_rejected(visits: World) -> None:
    written = [
        "3.7",
        "0x1F",
        "1_000",
        "1,5",
        "12,34",
        "nan",
        "99999999999",
        "三",
        "9e1",
    ]
    assert typed(visits, "people", written) == ["not_a_number"] * 9


def test_what_is_no_finite_number_is_rejected(visits: World) -> None:
    written = ["nan", "inf", "-Infinity", "1_0", "3,5", "1e999", "12%"]
    assert typed(visits, "hours", written) == ["not_a_number"] * 7


def test_a_number_outside_the_declared_range_is_rejected(visits: World) -> None:
    written = ["0", "-1", "5000", "5001", "１００００"]
    assert typed(visits, "people", written) == [
        0,
        "out_of_range",
        5000,
        "out_of_range",
        "out_of_range",
    ]


def test_nine_may_be_declared_to_mean_that_nothing_is_known(visits: World) -> None:
    visits.edit("sources/visits.toml", "maximum = 5000", 'maximum = 5\nmissing = ["9"]')
    written = ["9", " ９ ", "5", "99"]  # the second nine is full width
    assert typed(visits, "people", written) == [None, None, 5, "out_of_range"]
