"""The panel of a scorecard that asks how hard the work is."""

from pathlib import Path

from tests.dashboard.conftest import Open, words


def test_a_city_is_shown_beside_what_its_mix_lets_expect(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "city", subject="city:230100")
    # In the world a tenth less is expected of every city: it has the harder items.
    assert "its items are harder than most" in words(app)
    (table,) = (
        each.value for each in app.table if "With an ordinary mix" in each.value
    )
    cells = table["Observed, expected"].str.replace("\\", "").iloc[0]
    observed, _, expected = cells.replace(",", "").partition(" expected ")
    # The figures are whole and with one decimal.
    assert abs(float(expected) - 0.9 * float(observed)) < 1


def test_a_department_has_nobody_to_be_compared_with(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "department", subject="department:zjj")
    assert "ordinary mix" not in words(app)
    assert not [each for each in app.table if "With an ordinary mix" in each.value]
