"""Tables as they are sent to the browser.

A chart or table in which something can be selected is drawn anew at every run; what it
shows need not be converted anew.
"""

from typing import Any

import pandas as pd
import pyarrow as pa

from dashboard.charts.vega import Spec


def of_frame(frame: pd.DataFrame) -> pa.Table:
    """The same table."""
    return pa.Table.from_pandas(frame)


def in_chart(spec: Spec) -> Spec:
    """The same chart; its rows stand in `data.values`."""
    values: list[dict[str, Any]] | pd.DataFrame = spec["data"]["values"]
    return {**spec, "data": {"values": of_frame(pd.DataFrame(values))}}
