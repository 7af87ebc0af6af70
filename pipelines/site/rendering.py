"""A page as HTML: templates with every name escaped, and the words they ask for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipelines.site import words
from pipelines.site.figures import Figures
from pipelines.site.words import say

TEMPLATES = Path(__file__).parent / "templates"
LANG = {"zh": "zh-CN", "en": "en-GB"}
_MENU = (
    ("home", "index.html"),
    ("ranking", "ranking/index.html"),
    ("method", "method.html"),
    ("data", "data.html"),
)
_SECTION = {"rankings": "ranking"}


@dataclass(frozen=True)
class Page:
    """A page's place, language, and what its templates may call."""

    path: str
    language: str
    languages: tuple[str, ...]
    base_url: str
    workspace: str
    figures: Figures
    address: Callable[[str], str]
    slug: Callable[[str], str]

    @property
    def up(self) -> str:
        """The way to the outermost folder; relative, so that any folder may hold it."""
        return "../" * self.path.count("/")

    def t(self, key: str, **values: object) -> str:
        return say(self.language, key, **values)

    def marked(self, key: str, **values: object) -> Markup:
        return words.marked(self.language, key, **values)


def render(template: str, page: Page, **values: Any) -> bytes:
    """The page's bytes, UTF-8."""
    known = {
        **values,
        **vars(page),
        "page": page,
        "up": page.up,
        "t": page.t,
        "marked": page.marked,
    }
    return _text(
        f"{template}.html",
        html_lang=LANG[page.language],
        site=page.t("site.name", workspace=page.workspace),
        section=_SECTION.get(template, template),
        menu=[(name, f"{page.language}/{place}") for name, place in _MENU],
        versions=[
            {
                "language": each,
                "lang": LANG[each],
                "path": each + page.path.removeprefix(page.language),
                "words": say(each, "site.this_language"),
            }
            for each in page.languages
            if len(page.languages) > 1
        ],
        **known,
    )


def render_start(languages: tuple[str, ...], names: dict[str, str], base: str) -> bytes:
    """Where somebody arrives who named no language: a choice of them."""
    versions = [
        {
            "lang": LANG[each],
            "path": f"{each}/index.html",
            "words": say(each, "site.this_language"),
            "site": say(each, "site.name", workspace=names[each]),
        }
        for each in languages
    ]
    return _text("start.html", versions=versions, base_url=base)


def _text(template: str, **values: Any) -> bytes:
    # Empty lines are what is left of conditions.
    text = _environment().get_template(template).render(**values)
    return (re.sub(r"\n\s*\n+", "\n", text).strip() + "\n").encode()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
    )


def style() -> bytes:
    return (TEMPLATES / "site.css").read_bytes()
