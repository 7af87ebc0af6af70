"""Observations, scores, scorecards and the ranking of the invented world, as frames."""

from typing import Any

import pandas as pd

from tests.dashboard import world

_PILLAR = {row[0]: row[1] for row in world.INDICATORS}


def observations() -> pd.DataFrame:
    """Every indicator of every subject and period, with its state."""
    rows = []
    for subject, kind, city, department in _subjects():
        for indicator, declared in enumerate(world.INDICATORS):
            for period_kind, day in world.periods():
                rows.append(
                    _observation(
                        subject, kind, city, department, indicator, declared,
                        period_kind, day,
                    )
                )  # fmt: skip
    frame = pd.DataFrame(rows)
    group = ["kind", "department_id", "indicator_id", "period_kind", "period"]
    frame["peer_median"] = frame.groupby(group, dropna=False)["value"].transform(
        "median"
    )
    return frame.drop(columns=["kind", "department_id"])


def scores(observations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables that follow from observations, by name."""
    score = _score(observations)
    card, pillar = _scorecard(observations, score)
    ranking = _ranking(observations)
    return {
        "score": score,
        "pillar_score": pillar,
        "scorecard": card,
        "change_part": _changes(score, card),
        "satisfaction_ranking": ranking,
        "subject_group": _groups(ranking),
        "case_mix": _case_mix(observations),
    }


def response(observations: pd.DataFrame) -> pd.DataFrame:
    """Every fourth case is rated; the system adds one rating to every ten."""
    rows = observations[observations.indicator_id == "very_satisfied_rate"].copy()
    known = rows.value.notna()
    rows["active_count"] = rows.denominator.where(known)
    rows["closed_count"] = 4 * rows.active_count
    rows["default_count"] = (rows.active_count / 10).round()
    rows["unrated_count"] = 3 * rows.active_count
    rows["active_share"] = rows.active_count / rows.closed_count
    rows["default_share"] = rows.default_count / (
        rows.default_count + rows.active_count
    )
    rows["satisfied_share"] = rows.value
    rows["lowest_share"] = rows.active_share * rows.value
    rows["highest_share"] = rows.lowest_share + 1 - rows.active_share
    counts = "closed_count active_count default_count unrated_count active_share"
    shares = "default_share satisfied_share lowest_share highest_share"
    return rows[f"subject_id period_kind period {counts} {shares} state".split()]


def _subjects() -> list[tuple[str, str, int | None, int | None]]:
    cities = range(len(world.CITIES))
    departments = range(len(world.DEPARTMENTS))
    return (
        [("all", "all", None, None)]
        + [(f"city:{world.CITIES[c][0]}", "city", c, None) for c in cities]
        + [
            (f"department:{world.DEPARTMENTS[d][0]}", "department", None, d)
            for d in departments
        ]
        + [
            (f"organ:{world.CITIES[c][0]}/{world.DEPARTMENTS[d][0]}", "organ", c, d)
            for c in cities
            for d in departments
        ]
    )


def _observation(
    subject: str, kind: str, city: int | None, department: int | None,
    indicator: int, declared: tuple[Any, ...], period_kind: str, day: Any,
) -> dict[str, Any]:  # fmt: skip
    name, _pillar, source, how, unit = declared[:5]
    many = len(world.DEPARTMENTS) if department is None else 1
    n: float = world.rating_count(city, period_kind) * many
    if source == "assessments":
        n = 12
    value = world.value(indicator, city, department, day)
    if unit == "count" and value is not None:
        value = float(round(value))
    before = world.previous(period_kind, day)
    was = None if before is None else world.value(indicator, city, department, before)
    state = "ok" if world.period_end(period_kind, day) <= world.AS_OF else "provisional"
    if value is None:
        state, n, was = "no_data", 0.0, None
    elif n < 10 and how != "count":
        state, value, was = "withheld", None, None
    half = 0.5 / n**0.5 if n else 0.0
    is_share = unit == "share" and value is not None
    return {
        "subject_id": subject,
        "kind": kind,
        "department_id": department if kind == "organ" else None,
        "indicator_id": name,
        "period_kind": period_kind,
        "period": day,
        "numerator": None if value is None else value * (1 if how == "count" else n),
        "denominator": n,
        "value": value,
        "low": max(0.0, value - half) if is_share and value is not None else None,
        "high": min(1.0, value + half) if is_share and value is not None else None,
        "state": state,
        "previous_value": was,
        "change": None if value is None or was is None else value - was,
    }


def _score(observations: pd.DataFrame) -> pd.DataFrame:
    scheme = pd.DataFrame(
        world.SCHEME, columns=["indicator_id", "full_weight", "worst", "best", "target"]
    )
    rows = observations.dropna(subset=["value"]).merge(scheme, on="indicator_id")
    span = rows.best - rows.worst
    rows["score"] = (100 * (rows.value - rows.worst) / span).clip(0, 100)
    rows["previous_score"] = (100 * (rows.previous_value - rows.worst) / span).clip(
        0, 100
    )
    group = ["subject_id", "period_kind", "period"]
    rows["weight"] = rows.full_weight / rows.groupby(group).full_weight.transform("sum")
    rows["contribution"] = rows.weight * rows.score
    rows["pillar"] = rows.indicator_id.map(_PILLAR)
    rows["scheme_id"] = "2026"
    return rows[
        ["scheme_id", "indicator_id", *group, "pillar", "score", "weight",
         "contribution", "previous_score"]
    ]  # fmt: skip


def _scorecard(
    observations: pd.DataFrame, score: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    group = ["scheme_id", "subject_id", "period_kind", "period"]
    score = score.assign(was=score.weight * score.previous_score)
    pillar = score.groupby([*group, "pillar"], as_index=False).agg(
        weight=("weight", "sum"), contribution=("contribution", "sum"),
        was=("was", lambda each: each.sum(min_count=1)),
    )  # fmt: skip
    pillar["score"] = pillar.contribution / pillar.weight
    pillar["previous_score"] = pillar.was / pillar.weight
    pillar["change_contribution"] = pillar.contribution - pillar.was
    weight = {row[0]: row[1] for row in world.SCHEME}
    wanted = observations[observations.indicator_id.isin(list(weight))]
    cover = wanted.assign(
        there=wanted.indicator_id.map(weight).where(wanted.value.notna(), 0.0),
        scheme_id="2026",
    )
    card = cover.groupby(group, as_index=False).agg(coverage=("there", "sum"))
    total = pillar.groupby(group, as_index=False).agg(
        score=("contribution", "sum"), previous_score=("was", "sum")
    )
    first = pillar.groupby(group).was.count().rename("known").reset_index()
    card = card.merge(total, how="left", on=group).merge(first, how="left", on=group)
    card.loc[card.known.fillna(0) == 0, "previous_score"] = None
    thin = card.coverage < 0.7
    card.loc[thin, ["score", "previous_score"]] = None
    card["low"], card["high"] = card.score - 1.2, card.score + 1.2
    card["band"] = card.score.map(_band)
    kind = card.subject_id.str.split(":").str[0]
    last = card.subject_id.str.rpartition("/")[2].str.rpartition(":")[2]
    unranked = (kind == "all") | (last == "swj")
    peers = card.assign(kind=kind, who=last.where(kind == "organ", ""))
    peers["score"] = peers.score.mask(unranked).round(6)
    ranks = peers.groupby(["kind", "who", "period_kind", "period"]).score
    card["rank"] = ranks.rank(method="min", ascending=False)
    card["peers"] = ranks.transform("count").where(card["rank"].notna())
    card["rank_low"] = (card["rank"] - 2).clip(lower=1)
    card["rank_high"] = (card["rank"] + 2).clip(upper=card.peers)
    card["tier"] = (card["rank"] - 1) // 3 + 1
    card["previous_rank"] = card["rank"]
    ratings = observations[observations.indicator_id == "very_satisfied_rate"]
    card = card.merge(
        ratings[["subject_id", "period_kind", "period", "denominator", "state"]].rename(
            columns={"denominator": "n"}
        ),
        on=["subject_id", "period_kind", "period"],
    )
    card["state"] = card.state.replace({"withheld": "insufficient"})
    card.loc[(card.coverage < 0.7) & (card.state != "no_data"), "state"] = (
        "insufficient"
    )
    place = {row[0]: row[4] for row in world.PILLARS}
    pillar = pillar.assign(depth=1, position=pillar.pillar.map(place))
    card = card.assign(base_score=card.score, adjustment=card.score * 0)
    return card.drop(columns="known"), pillar.drop(columns="was")


def _changes(score: pd.DataFrame, card: pd.DataFrame) -> pd.DataFrame:
    """Half of a change is mix, where a subject has parts."""
    known = card.dropna(subset=["score", "previous_score"])
    rows = score.dropna(subset=["previous_score"]).merge(
        known[["subject_id", "period_kind", "period"]]
    )
    points = rows.weight * (rows.score - rows.previous_score)
    part = points.where(~rows.subject_id.str.startswith("organ:"), 0.0) / 2
    rows = rows.assign(performance=points - part, weight=0.0, mix=part)
    return rows.drop(columns=["score", "contribution", "previous_score"])


def _band(score: float) -> str | None:
    return next((name for name, _z, _e, floor in world.BANDS if score >= floor), None)


def _ranking(observations: pd.DataFrame) -> pd.DataFrame:
    kind = observations.subject_id.str.split(":").str[0]
    rows = observations[
        (observations.indicator_id == "very_satisfied_rate")
        & (observations.period_kind == "quarter")
        & kind.isin(["city", "department"])
    ].copy()
    rows["kind"] = rows.subject_id.str.split(":").str[0]
    groups = {f"city:{row[0]}": row[5] for row in world.CITIES}
    groups |= {f"department:{row[0]}": row[3] for row in world.DEPARTMENTS}
    rows["peer_group"] = rows.subject_id.map(groups)
    rows = rows.rename(columns={"denominator": "n", "value": "share"})
    rows["adjusted"] = rows["share"]
    listed = (rows.subject_id == "department:swj") | (rows.n < 30)
    rows["state"] = rows.state.replace({"ok": "ranked", "provisional": "ranked"})
    rows.loc[listed & (rows.state == "ranked"), "state"] = "listed"
    score = rows.adjusted.where(rows.state == "ranked").round(6)
    for prefix, group in (("", ["kind"]), ("group_", ["kind", "peer_group"])):
        by = score.groupby([rows[name] for name in [*group, "period"]])
        rank = by.rank(method="min", ascending=False)
        peers = by.transform("count").where(rank.notna())
        rows[f"{prefix}rank"], rows[f"{prefix}peers"] = rank, peers
        rows[f"{prefix}rank_low"] = (rank - 1).clip(lower=1)
        rows[f"{prefix}rank_high"] = (rank + 1).clip(upper=peers)
        rows[f"{prefix}tier"] = (rank - 1) // 3 + 1
    rows["order_by"] = rows["rank"].notna().map({True: "raw", False: None})
    rows["set_low"], rows["set_high"] = rows.rank_low, rows.rank_high
    # Whoever has a place; the first two are among the best, the rest are not.
    rows["best"] = rows["rank"].notna().map({True: 2, False: None})
    rows["could_be_best"] = (rows.set_low <= 2).where(rows["rank"].notna(), None)
    columns = "subject_id kind peer_group period_kind period n share low high adjusted"
    claims = "order_by set_low set_high best could_be_best state"
    places = ["rank", "rank_low", "rank_high", "tier", "peers"]
    within = [f"group_{place}" for place in places]
    return rows[[*columns.split(), *places, *within, *claims.split()]]


def _groups(ranking: pd.DataFrame) -> pd.DataFrame:
    """Each in its own declared group, with its place there."""
    key = ["subject_id", "peer_group", "period_kind", "period"]
    within = [name for name in ranking if name.startswith("group_")]
    rows = ranking[[*key, *within]]
    return rows.rename(columns=lambda name: name.removeprefix("group_"))


def _case_mix(observations: pd.DataFrame) -> pd.DataFrame:
    """Cities have harder items than most: a tenth less is expected of them."""
    rows = observations[
        (observations.indicator_id == "very_satisfied_rate")
        & observations.subject_id.str.startswith("city:")
    ].dropna(subset=["value"])
    rows = rows.assign(n=rows.denominator, observed=rows.numerator)
    rows["expected"] = 0.9 * rows.observed
    rows["ratio"] = rows.observed / rows.expected
    rows["adjusted"] = (rows.value / 0.99).clip(upper=1)
    columns = "indicator_id subject_id period_kind period n observed expected ratio"
    return rows[[*columns.split(), "adjusted", "low", "high"]]
