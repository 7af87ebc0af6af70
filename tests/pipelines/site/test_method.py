"""The site's method says what the dashboard's page and handbook say."""

import html
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard import scales
from dashboard.handbook import command
from pipelines.locations import Locations
from pipelines.site import method, published
from pipelines.site.figures import Figures
from tests.pipelines.site.reading import read


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_definition_scale_and_limit_stands_in_the_handbook(
    public_world: Locations,
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    monkeypatch.setenv("GOVSCORE_DATA", str(public_world.root))
    handbook = _plain(command._text(language, "public"))
    page = _plain(read(site / language / "method.html").words)
    figures = Figures(language)
    with published.opened(public_world) as file:

        def ask(question: str) -> published.Rows:
            return file.ask(question, language)

        limits = {row["name"]: figures.number(row["value"]) for row in ask("limits")}
        (about,) = ask("about")
        told = method.context(ask, figures, limits, about)
    (scheme,) = told["schemes"]
    said = [
        *told["rules"],
        *(means for _, means in told["states"]),
        told["disclosure"],
        *told["examples"],
        *(row["definition"] for row in told["indicators"]),
        *(row["formula"] for row in told["indicators"]),
        *(row["formula"] for row in scheme["indicators"]),
        *(row["name"] for row in scheme["bands"]),
        *(words for _, words, _ in told["told_limits"] if words),
    ]
    assert len(said) > 40
    assert len(told["examples"]) == 1
    assert [text for text in said if _plain(text) not in page] == []
    assert [text for text in said if _plain(text) not in handbook] == []


@pytest.mark.parametrize("rises", [True, False])
@pytest.mark.parametrize(
    "scale",
    [
        {"scoring": "goalposts", "worst": 0.7, "best": 0.98},
        {"scoring": "target_clamp", "target": 0.95, "loss": 200.0, "least": 20.0},
        {
            "scoring": "steps",
            "least": 10.0,
            "steps_at": [0.9, 0.95],
            "steps_points": [60.0, 100.0],
        },
        {"scoring": "min_max", "least": 60.0, "most": 100.0},
        {"scoring": "z", "middle": 75.0, "spread": 10.0},
    ],
    ids=lambda scale: scale["scoring"],
)
def test_every_scale_is_written_as_in_the_handbook(
    scale: dict[str, Any], rises: bool
) -> None:
    told = method.formula({**scale, "higher_is_better": rises})
    assert told == scales.formula(SimpleNamespace(**scale, rises=rises))


def _plain(text: str) -> str:
    """Without marks, escapes and the breaks of lines."""
    bare = re.sub(r"</?strong>", "", text)
    return re.sub(r"[\\*`\s\u2060]", "", html.unescape(bare))
