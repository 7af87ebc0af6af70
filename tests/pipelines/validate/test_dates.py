"""Days and times: declared formats, zones, fractions of a second."""

from tests.pipelines.worlds import VISITS, World

NOON = "2026-01-31 12:00:00"


def typed(visits: World, written: list[str], declared: str = "") -> list[str]:
    """What each cell of a column of times becomes; the reason code when refused."""
    column = f'kind = "timestamp"\n{declared}'
    visits.write("sources/visits.toml", VISITS.replace('kind     = "date"', column, 1))
    rows = "".join(f'v{n},"{cell}"\n' for n, cell in enumerate(written))
    found = visits.read(
        "visits", "a.csv", f"visit_id,seen_on\n{rows}", "row, seen_on::VARCHAR"
    )
    became = dict(found.rows)
    for row, column, value, reason in found.rejects:
        assert (column, value) == ("seen_on", written[row - 2])
        became[row] = reason
    return [became[row] for row in sorted(became)]


def test_times_are_understood_in_every_usual_form(visits: World) -> None:
    written = [
        "2026-01-31 12:00:00",
        "2026-01-31T12:00:00",
        "2026/01/31 12:00:00",
        "2026/1/31 12:00",
        "　２０２６-０１-３１　１２：００：００",
    ]
    assert typed(visits, written) == [NOON] * 5
    assert typed(visits, ["2026-01-31"]) == ["2026-01-31 00:00:00"]


def test_a_second_may_have_nought_to_six_digits_after_the_point(visits: World) -> None:
    fractions = ["", ".5", ".25", ".125", ".0625", ".03125", ".015625"]
    assert typed(visits, [NOON + each for each in fractions]) == [
        NOON + each for each in fractions
    ]


def test_a_time_with_an_offset_becomes_local_time(visits: World) -> None:
    written = [
        "2026-01-31 04:00:00Z",
        "2026-01-31T04:00Z",
        "2026-01-31 04:00+00",  # as long as a time with seconds
        "2026-01-31T12:00:00+0800",
        "2026-01-31 13:00:00 +09:00",
        "2026-01-31T04:00:00.000Z",
        "2026-01-30T23:00:00-05:00",
    ]
    assert typed(visits, written) == [NOON] * 7


def test_a_zone_is_no_digit_of_a_second(visits: World) -> None:
    """The engine's own cast would pass over the Z, and over the zone with it."""
    torn = "2026-01-31 04:00:0Z"
    assert typed(visits, [torn]) == ["not_a_date"]
    assert typed(visits, [torn, "2026-01-31"]) == ["not_a_date", "2026-01-31 00:00:00"]


def test_an_offset_may_be_declared_to_mean_nothing(visits: World) -> None:
    written = [
        "2026-01-31 12:00:00Z",
        "2026-01-31T12:00-05",
        "2026-01-31 12:00:00.0+00:00",
    ]
    assert typed(visits, written, 'offset = "ignore"') == [NOON] * 3


def test_a_day_alone_is_not_taken_for_a_day_with_an_offset(visits: World) -> None:
    written = [" 2026-01-31", "2026/1/31"]
    midnight = ["2026-01-31 00:00:00"] * 2
    assert typed(visits, written) == midnight
    assert typed(visits, written, 'offset = "ignore"') == midnight


def test_declared_formats_are_tried(visits: World) -> None:
    assert typed(visits, ["20260131", "31.01.2026", "01/31/2026"]) == [
        "2026-01-31 00:00:00",
        "2026-01-31 00:00:00",
        "not_a_date",
    ]


def test_a_declared_format_may_hold_a_zone(visits: World) -> None:
    visits.edit("sources/visits.toml", "%d.%m.%Y", "%Y%m%dT%H%M%S%z")
    visits.edit("sources/visits.toml", 'kind     = "date"', 'kind = "timestamp"')
    found = visits.read(
        "visits",
        "a.csv",
        "visit_id,seen_on\nv1,20260131T040000+0000\nv2,20260131\n",
        "seen_on::VARCHAR",
    )
    assert found.rows == [(NOON,), ("2026-01-31 00:00:00",)]


def test_what_is_no_day_is_rejected(visits: World) -> None:
    written = [
        "2026-02-30",
        "31/02/2026",
        "infinity",
        "epoch",
        "2026-01-31 (BC)",
        "2026-01-31 12:00 UTC",
        "2026-01-31 25:00:00",
        "昨天",
        "9",
    ]
    assert typed(visits, written) == ["not_a_date"] * 9
