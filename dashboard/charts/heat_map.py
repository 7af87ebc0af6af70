"""Heat map: two kinds of subjects in rows and columns, a score in each cell."""

import pandas as pd

from dashboard import template
from dashboard.charts import vega
from dashboard.charts.labels import cut
from dashboard.charts.vega import Spec
from dashboard.records import records

# The selection's name: what was clicked is the list under it, each with its `id`.
CELL = "cell"
# Pixels of a row: as many departments as a province has must fit on one screen.
_ROW_LEAST, _ROW_MOST = 10.8, 56.0
# Room for the names of columns: upright where they do not fit side by side.
_HEAD, _HEAD_MOST = 30, 76
_BETWEEN = 2
_LETTER, _WIDE_LETTER = 6, 10.5
# About what all columns have on a desk.
_WIDTH = 690
_WHITE, _DARK = "#FFFFFF", "#1B2430"
# White reads on the upper part of the sequential scale (4.5:1), dark on the rest.
_WHITE_FROM = 0.66


def heat_map(frame: pd.DataFrame, *, least_height: int = 0) -> Spec:
    """Cells of frame: row_id, row_name, row_place, column_id, column_name,
    column_place, id, value, words, hover, is_lowest.

    Rows and columns stand in the order of their places. A cell without a value shows
    its words on bare ground. A click selects the cell's id.
    """
    rows = frame.drop_duplicates("row_id").sort_values("row_place")
    columns = frame.drop_duplicates("column_id").sort_values("column_place")
    # What the longest name of a column takes, lying.
    longest = max(map(_width, columns.column_name))
    lies = longest + _BETWEEN < _WIDTH / len(columns)
    head = _HEAD if lies else min(max(int(longest) + 12, _HEAD), _HEAD_MOST)
    row = min(max((least_height - head) / len(rows), _ROW_LEAST), _ROW_MOST)
    # Letters never taller than their row.
    size, label_size = (11, 11) if row > 14 else (10, 10) if row > 12 else (9, 10)
    low, high = _range(frame.value)
    cells = [
        {
            "row": cell.row_id,
            "column": cell.column_id,
            "id": cell.id,
            "value": None if pd.isna(cell.value) else float(cell.value),
            "words": cell.words,
            "hover": cell.hover,
            "ink": _ink(cell.value, low, high),
            "is_lowest": bool(cell.is_lowest),
        }
        for cell in records(frame)
    ]
    # Upright where names do not fit beside each other, which the reader's screen says.
    upright = f"width < {(longest + _BETWEEN) * len(columns):g}"
    return vega.specification(
        int(row * len(rows)) + head,
        [_ground(low, high), _words(size)],
        data={"values": cells},
        params=[
            {"name": "row_names", "value": _names(rows.row_id, rows.row_name, 19)},
            {
                "name": "column_names",
                "value": _names(columns.column_id, columns.column_name, 15),
            },
        ],
        encoding={
            "y": {
                **_bands("row", list(rows.row_id), 0.16 if row > 14 else 0.09),
                "axis": _axis("row_names", label_size),
            },
            "x": {
                **_bands("column", list(columns.column_id), 0.05),
                "axis": {
                    **_axis("column_names", label_size),
                    "orient": "top",
                    "labelAngle": {"expr": f"{upright} ? -90 : 0"},
                    "labelAlign": {"expr": f"{upright} ? 'left' : 'center'"},
                    "labelBaseline": {"expr": f"{upright} ? 'middle' : 'bottom'"},
                },
            },
        },
    )


def _ground(low: float, high: float) -> Spec:
    """A cell's colour; the lowest band is framed, where nothing is stays bare."""
    stops = template.SEQUENTIAL
    return {
        "mark": {"type": "rect", "cursor": "pointer", "strokeWidth": 1.5},
        "params": [
            {
                "name": CELL,
                "select": {"type": "point", "fields": ["id"], "toggle": False},
            }
        ],
        "encoding": {
            "color": {
                "condition": {
                    "test": "isValid(datum.value)",
                    "field": "value",
                    "type": "quantitative",
                    "scale": {
                        "domain": [low + at * (high - low) for at, _ in stops],
                        "range": [colour for _, colour in stops],
                    },
                    "legend": None,
                },
                "value": "transparent",
            },
            "stroke": {
                "condition": {"test": "datum.is_lowest", "value": template.ORANGE},
                "value": None,
            },
            "tooltip": {"field": "hover", "type": "nominal"},
        },
    }


def _words(size: int) -> Spec:
    return {
        "mark": {"type": "text", "fontSize": size, "baseline": "middle"},
        "encoding": {
            "text": {"field": "words", "type": "nominal"},
            "color": vega.given("ink"),
        },
    }


def _bands(field: str, ids: list[str], gap: float) -> Spec:
    return {
        "field": field,
        "type": "nominal",
        "sort": None,
        "scale": {"domain": ids, "paddingInner": gap, "paddingOuter": 0},
    }


def _axis(names: str, size: int) -> Spec:
    return {
        "title": None,
        "labelExpr": f"{names}[datum.value]",
        "labelFontSize": size,
        # Not the theme's pale one: letters as high as their row must stand out.
        "labelColor": vega.TEXT,
        "labelPadding": 4,
        "labelOverlap": False,
        "labelFlush": False,
        "ticks": False,
        "domain": False,
        "grid": False,
    }


def _names(ids: pd.Series, names: pd.Series, length: int) -> dict[str, str]:
    return {each: cut(name, length) for each, name in zip(ids, names, strict=True)}


def _width(name: object) -> float:
    """Pixels of a name."""
    return sum(
        _LETTER if letter.isascii() else _WIDE_LETTER for letter in cut(name, 15)
    )


def _range(values: pd.Series) -> tuple[float, float]:
    """At least ten points wide: small differences must not look like large ones."""
    known = values.dropna()
    if known.empty:
        return 0.0, 100.0
    low, high = float(known.min()), float(known.max())
    spare = max(0.0, 10.0 - (high - low)) / 2
    return low - spare, high + spare


def _ink(value: float, low: float, high: float) -> str:
    if pd.isna(value):
        return template.GREY
    return _WHITE if (value - low) / (high - low) >= _WHITE_FROM else _DARK
