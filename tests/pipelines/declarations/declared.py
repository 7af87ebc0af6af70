"""A workspace in which everything is declared once, to be spoilt in one place."""

from pathlib import Path

from tests.pipelines.validate.case_rows import CASES, PAUSES
from tests.pipelines.validate.test_codes import RATINGS
from tests.pipelines.worlds import VISITS, World

INDICATOR = """\
source    = "ratings"
pillar    = "satisfaction"
kind      = "ratio"
unit      = "share"
period_by = "rated_on"
audiences = ["public", "internal"]
numerator = "level >= 4"
name       = { zh = "满意率", en = "Satisfied" }
short_name = { zh = "满意", en = "Satisfied" }
definition = { zh = "满意以上的比例。", en = "Share of the top two levels." }
"""
SCHEME = """\
valid_from = 2026-01-01
valid_to   = 2026-12-31
name       = { zh = "方案", en = "Scheme" }

[[pillars]]
pillar = "satisfaction"
weight = 1
name   = { zh = "满意", en = "Satisfaction" }
indicators = [{ indicator = "satisfied_rate", weight = 1, worst = 0.5, best = 1.0 }]

[[bands]]
band       = "good"
from_score = 60
name       = { zh = "好", en = "Good" }
[[bands]]
band       = "poor"
from_score = 0
name       = { zh = "差", en = "Poor" }
"""


def declared(root: Path) -> World:
    """The workspace, with a few good rows in its inbox."""
    world = World(root, visits=VISITS, cases=CASES, case_pauses=PAUSES, ratings=RATINGS)
    world.write("indicators/satisfied_rate.toml", INDICATOR)
    world.write("schemes/2026.toml", SCHEME)
    world.give("visits", "a.csv", "visit_id,seen_on,people\nv1,2026-01-05,3\n")
    return world


def spoilt(world: World, file: str, old: str | None, new: str | bytes) -> str:
    """What `run` answers once one place of a file is changed; it must exit 2."""
    if old is None:
        world.write(file, new)
    else:
        text = (world.at.root / file).read_text("utf-8")
        assert old in text, f"{old!r} does not stand in {file}"
        world.write(file, text.replace(old, str(new), 1))
    said = world.command("run")
    assert (said.status, said.out) == (2, ""), said
    assert "Traceback" not in said.err
    assert not world.at.published.exists()
    return said.err.strip().replace(f"{world.at.root}/", "")
