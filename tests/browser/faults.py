"""What no page may show, in any language, on any screen: one sentence a fault."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from dashboard.i18n import LOCALES
from tests.browser.reader import Reader
from tests.dashboard.test_i18n import messages

# A page that was opened by its address first looks for the server below that address
# (/ranking/_stcore/health), finds nothing and looks one step higher. Streamlit does
# this because it may be served in a folder; an answer there would move its websocket.
_LOOKS_FOR_THE_SERVER = re.compile(
    r"status of 404 \(Not Found\) /[a-z_]+/_stcore/(health|host-config)$"
)

# What Streamlit's own elements do and a page cannot change: the rule of axe, and what
# the element it complains of is or holds.
_STREAMLITS_OWN = {
    # Sparklines of st.metric: Vega gives the highlighted points a role and no name.
    # The figure and its change stand beside them as text.
    "svg-img-alt": ".mark-symbol",
    # A table wider than a phone scrolls inside its frame, which takes no focus. It is
    # plain text that screen readers walk through cell by cell.
    "scrollable-region-focusable": "table",
    # A menu with sections: on a phone their entries stand in the list through a box.
    "list": '[data-testid="stSidebarNavItems"]',
    "listitem": '[data-testid="stSidebarNavItems"] li',
    # The note that comes and goes: a dialog to screen readers, which read it out.
    "aria-dialog-name": '[data-testid="stToast"]',
}
_IS_OR_HOLDS = """
([target, kind]) => {
  const element = document.querySelector(target);
  // A note that comes and goes may be gone by now.
  return !element || element.matches(kind) || !!element.querySelector(kind);
}
"""

# Left over by a program: never a word of a page.
_LEFTOVERS = re.compile(
    r"\bNone\b|\bnan\b|\bNaN\b|\bNaT\b|\bundefined\b|\bTraceback\b|[{}]|\\[*_.\-]"
)
_KEYS = frozenset(key for language in LOCALES for key in messages(language))
_KEY = re.compile(r"\b[a-z_]+(?:\.[a-z_0-9]+)+\b")
# Three English words in a row are a sentence; two may be a name.
_ENGLISH = re.compile(r"(?:\b[A-Za-z]{2,}[,;:]? ){2,}[A-Za-z]{2,}")
# Two, because the switch to Chinese is one character.
_CHINESE = re.compile("[\u4e00-\u9fff]{2,}")

_LOOK = r"""
() => {
  const seen = element => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return style.visibility !== 'hidden' && style.display !== 'none'
      && box.width > 1 && box.height > 1 && !element.closest('[aria-hidden="true"]');
  };
  const own = element => [...element.childNodes].filter(node => node.nodeType === 3)
    .map(node => node.textContent).join('').trim();
  // Scrolled sideways on purpose, or only there for screen readers.
  const scrolls = element => {
    for (let up = element.parentElement; up; up = up.parentElement) {
      if (['auto', 'scroll'].includes(getComputedStyle(up).overflowX)
        && up.dataset.testid !== 'stMain') return true;
    }
    return false;
  };
  const all = [...document.body.querySelectorAll('*')].filter(
    element => own(element) && seen(element)
      && !['SCRIPT', 'STYLE'].includes(element.tagName));
  const cut = all.filter(element => {
    if (element.namespaceURI.endsWith('svg')) {
      const frame = element.closest('.main-svg, svg.marks');
      if (!frame) return false;
      const box = element.getBoundingClientRect(), edge = frame.getBoundingClientRect();
      return box.left < edge.left - 2 || box.right > edge.right + 2;
    }
    const style = getComputedStyle(element);
    return ['hidden', 'clip'].includes(style.overflowX)
      && element.scrollWidth > element.clientWidth + 1
      && style.textOverflow !== 'ellipsis' && element.clientWidth > 1;
  });
  // Chinese may break anywhere: beside greedy columns it stands one upon the other.
  const upright = [...document.querySelectorAll('td p, th p')].filter(text => {
    const size = parseFloat(getComputedStyle(text).fontSize);
    return seen(text) && /[\u4e00-\u9fff]{3}/.test(text.textContent)
      && text.getBoundingClientRect().width < 1.8 * size;
  });
  const outside = all.filter(element => !scrolls(element)
    && !element.namespaceURI.endsWith('svg')
    && getComputedStyle(element).position !== 'absolute'
    && element.getBoundingClientRect().right > innerWidth + 1);
  const icons = [...document.querySelectorAll('[data-testid="stIconMaterial"]')];
  const formulas = [...document.querySelectorAll('.katex, code')];
  [...icons, ...formulas].forEach(element => element.style.display = 'none');
  const text = document.querySelector('[data-testid="stMain"]').innerText;
  [...icons, ...formulas].forEach(element => element.style.display = '');
  return {
    width: document.documentElement.scrollWidth,
    cut: cut.map(own),
    upright: upright.map(text => text.textContent),
    outside: outside.map(own),
    // Cells of a dataframe are drawn; these are the ones screen readers get.
    lines: [
      ...text.split('\n'),
      ...[...document.querySelectorAll('canvas td, canvas th')]
        .map(cell => cell.textContent),
    ],
    failures: [...document.querySelectorAll('[data-testid="stException"],'
      + '[data-testid="stAlertContentError"],[data-testid="stAlertContentWarning"]')]
      .map(failure => failure.innerText),
  };
}
"""


def faults(reader: Reader, quoted: Sequence[str] = ()) -> list[str]:
    """Everything that is wrong with what a reader sees now.

    `quoted` are words shown as they were received, in whatever language; longest first.
    """
    look = reader.page.evaluate(_LOOK)
    return [
        *(f"console: {error}" for error in reader.errors if not _expected(error)),
        *_places(reader, look),
        *_words(reader.language, look["lines"], quoted),
        *_barriers(reader),
    ]


def _expected(error: str) -> bool:
    return bool(_LOOKS_FOR_THE_SERVER.search(error))


def _places(reader: Reader, look: dict[str, Any]) -> Iterator[str]:
    if look["width"] > reader.size.width:
        yield f"the page is {look['width']} wide"
    yield from (f"cut off: {text}" for text in look["cut"])
    yield from (f"broken after every character: {text}" for text in look["upright"])
    yield from (f"outside the screen: {text}" for text in look["outside"])
    yield from (f"failed: {words}" for words in look["failures"])


def _words(language: str, lines: list[str], quoted: Sequence[str]) -> Iterator[str]:
    foreign = _ENGLISH if language == "zh" else _CHINESE
    for line in {line.strip() for line in lines}:
        for words in quoted:
            line = line.replace(words, "")
        if _LEFTOVERS.search(line):
            yield f"left over: {line}"
        if any(key in _KEYS for key in _KEY.findall(line)):
            yield f"not translated: {line}"
        if foreign.search(line):
            yield f"in the other language: {line}"


def _barriers(reader: Reader) -> Iterator[str]:
    """Serious and critical findings of axe, but those Streamlit itself causes."""
    # What axe found to be right is not told, which is most of what it has to tell.
    found = Axe().run(reader.page, options={"resultTypes": ["violations"]})
    for finding in found.response["violations"]:
        if finding["impact"] not in ("serious", "critical"):
            continue
        known = _STREAMLITS_OWN.get(finding["id"])
        for node in finding["nodes"]:
            target = node["target"][0]
            if not known or not reader.page.evaluate(_IS_OR_HOLDS, [target, known]):
                yield f"{finding['id']}: {finding['help']}: {node['html'][:160]}"
