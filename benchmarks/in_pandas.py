"""The main part of a run in pandas, as somebody who knows it well would write it.

Cases and ratings from CSV to counts by organ, item, channel and month: typed, codes
mapped, one row a key, due days on the working calendar, on time, medians. It leaves out
what the pipelines do besides: other forms of dates, rejects with their reasons, pauses,
corrections, several hundred statistics, scores, ranks and publication.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

ORGAN = ["city_id", "department_id"]
GRAIN = [*ORGAN, "item_id", "channel"]


def measure(data: Path) -> None:
    """Write counts of cases and ratings beside the workspace, as Parquet."""
    cases(data).to_parquet(data.parent / "cases_in_pandas.parquet")
    ratings(data).to_parquet(data.parent / "ratings_in_pandas.parquet")


def cases(data: Path) -> pd.DataFrame:
    """One row: an organ, item, channel and month of closing."""
    rows = _read(data, "cases")
    rows["accepted_at"] = _time(rows["accepted_at"])
    rows["closed_at"] = _time(rows["closed_at"])
    rows = rows.dropna(subset=["accepted_at", *ORGAN, "item_id"])
    rows = rows.drop_duplicates("case_id", keep="last")
    items = pd.read_csv(data / "reference/items.csv", dtype=str).set_index("item_id")
    for limit in ("promised_days", "legal_days"):
        given = pd.to_numeric(rows[limit], errors="coerce")
        usual = pd.to_numeric(items[limit], errors="coerce")
        rows[limit] = given.fillna(rows["item_id"].map(usual)).fillna(0).astype("int64")
    rows["visits"] = pd.to_numeric(rows["visits"], errors="coerce")
    withdrawn = rows["result"].isin(["withdrawn", "撤回"])
    rows = rows[~withdrawn]

    calendar = pd.read_csv(data / "reference/calendar.csv", parse_dates=["date"])
    works = calendar["is_workday"].astype(str).str.lower().isin(["true", "1"])
    passed = np.cumsum(works.to_numpy())
    workday = calendar["date"].to_numpy()[works.to_numpy()]
    begin = calendar["date"].iloc[0]
    accepted = (rows["accepted_at"] - begin).dt.days.to_numpy()
    start = passed[np.clip(accepted, 0, len(passed) - 1)]
    closed = (rows["closed_at"] - begin).dt.days
    end = passed[np.clip(closed.fillna(0).to_numpy().astype(int), 0, len(passed) - 1)]
    rows["elapsed_days"] = np.where(closed.isna(), np.nan, np.maximum(end - start, 0))
    for limit, due in (("promised_days", "due_on"), ("legal_days", "legal_due_on")):
        last = np.clip(start + rows[limit].to_numpy() - 1, 0, len(workday) - 1)
        rows[due] = workday[last]
    day_closed = rows["closed_at"].dt.normalize()
    rows["month"] = day_closed.dt.to_period("M").astype(str)
    rows["is_on_time"] = day_closed <= rows["due_on"]
    rows["is_legal_on_time"] = day_closed <= rows["legal_due_on"]
    rows["is_same_day"] = rows["elapsed_days"] == 0
    rows["is_early"] = rows["elapsed_days"] < rows["promised_days"]
    rows["has_no_visit"] = rows["visits"] == 0
    rows["has_one_visit"] = rows["visits"] <= 1
    counted = rows.groupby([*GRAIN, "month"], dropna=False, observed=True).agg(
        n=("case_id", "size"),
        on_time=("is_on_time", "sum"),
        legal_on_time=("is_legal_on_time", "sum"),
        same_day=("is_same_day", "sum"),
        early=("is_early", "sum"),
        no_visit=("has_no_visit", "sum"),
        one_visit=("has_one_visit", "sum"),
        legal_days=("legal_days", "sum"),
        elapsed_days=("elapsed_days", "sum"),
    )
    spread = rows.groupby([*ORGAN, "month"], observed=True)["elapsed_days"].quantile(
        [0.5, 0.9]
    )
    return counted.reset_index().merge(
        spread.unstack().add_prefix("p").reset_index(), on=[*ORGAN, "month"], how="left"
    )


def ratings(data: Path) -> pd.DataFrame:
    """One row: an organ, item, channel and month of ratings."""
    rows = _read(data, "ratings")
    rows = rows.drop_duplicates(["projectNo", "serviceNumber"], keep="last")
    rows["level"] = pd.to_numeric(rows["satisfaction"], errors="coerce")
    rows["month"] = _time(rows["assessTime"]).dt.to_period("M").astype(str)
    rows["is_good"] = rows["level"] >= 3
    by = ["areaCode", "proDepart", "taskCode", "pf"]
    return (
        rows.groupby([*by, "month"], dropna=False)
        .agg(n=("projectNo", "size"), good=("is_good", "sum"), total=("level", "sum"))
        .reset_index()
    )


def _read(data: Path, source: str) -> pd.DataFrame:
    return pd.concat(
        [
            pd.read_csv(file, dtype=str, engine="pyarrow")
            for file in sorted((data / "inbox" / source).glob(f"{source}_*.csv"))
        ],
        ignore_index=True,
    )


def _time(text: pd.Series[str]) -> pd.Series[pd.Timestamp]:
    return pd.to_datetime(text, format="%Y-%m-%d %H:%M:%S", errors="coerce")


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
