"""A reader at a browser: goes to addresses, turns pages, reads what is there."""

import os
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import ConsoleMessage, Download, Locator, Page

from tests.serving import PROJECT, Server

SCREENSHOTS = PROJECT / "screenshots"
# Pictures are for people who look at them: taken where this is set to anything.
PICTURES = "GOVSCORE_PICTURES"
_PATIENCE = 15_000
_OPEN_MENU = '[data-testid="stSidebar"][data-collapsed="false"]'

# Streamlit has answered, nothing is being loaded any more, every chart is drawn, and
# nothing in the page has moved for a moment.
_SETTLED = """
async () => {
  const ready = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app && app.dataset.testScriptState === 'notRunning'
      && app.dataset.testConnectionState === 'CONNECTED'
      && !document.querySelector('[data-testid="stSkeleton"]')
      && document.querySelector('[data-testid="stMain"] [data-testid]')
      && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
        .every(chart => chart.querySelector('.main-svg'))
      && [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')]
        .every(chart => chart.querySelector('svg, canvas'))
      && [...document.querySelectorAll('[data-testid="stMetricChart"]')]
        .every(chart => chart.querySelector('svg, canvas'));
  };
  await document.fonts.ready;
  const still = () => new Promise(resolve => {
    let timer = setTimeout(() => done(true), 300);
    const watch = new MutationObserver(() => done(false));
    const done = quiet => { clearTimeout(timer); watch.disconnect(); resolve(quiet); };
    watch.observe(document.body, {subtree: true, childList: true, attributes: true});
  });
  const end = Date.now() + 25000;
  while (Date.now() < end) {
    if (!ready()) await new Promise(resolve => setTimeout(resolve, 50));
    else if (await still() && ready()) return true;
  }
  return false;
}
"""


@dataclass(frozen=True)
class Size:
    name: str
    width: int
    height: int
    # What a browser there says it is: Streamlit closes its menu on a telephone only.
    agent: str | None = None


DESK = Size("desk", 1440, 900)
PHONE = Size(
    "phone",
    390,
    844,
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
)


class Reader:
    """One tab of one reader. `errors` collects what the browser's console complains."""

    def __init__(self, page: Page, server: Server, language: str, size: Size) -> None:
        self.page = page
        self.server = server
        self.language = language
        self.size = size
        self.errors: list[str] = []
        page.set_default_timeout(_PATIENCE)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            place = message.location.get("url", "")
            self.errors.append(f"{message.text} {urlsplit(place).path}")

    def go(self, page: str = "", **address: str) -> "Reader":
        """Open a page by its address, as a link from elsewhere does."""
        query = urlencode({"lang": self.language, **address}, safe=":/,")
        return self.open(f"{self.server.address}/{page}?{query}")

    def open(self, address: str) -> "Reader":
        self.page.goto(address)
        return self.settle()

    def settle(self) -> "Reader":
        """Wait until nothing changes any more."""
        assert self.page.evaluate(_SETTLED), f"{self.page.url} did not come to rest"
        return self

    def turn_to(self, title: str) -> "Reader":
        """Choose a page in the menu; on a phone the menu is opened first."""
        self.menu().get_by_text(title, exact=True).click()
        return self._answered()

    def menu(self) -> Locator:
        """The links of the menu, visible."""
        if self.size == PHONE:
            # Closed, it is still there beside the screen.
            if not self.page.locator(_OPEN_MENU).count():
                self.page.get_by_test_id("stExpandSidebarButton").click()
                self.page.locator(_OPEN_MENU).wait_for()
            return self.page.get_by_test_id("stSidebarNavLink")
        return self.page.get_by_test_id("stTopNavLink")

    def choose(self, label: str, option: str) -> "Reader":
        """Choose an option of a list by what stands there."""
        self.page.get_by_role("combobox", name=label).click()
        self.page.get_by_role("option", name=option, exact=True).click()
        return self._answered()

    def press(self, option: str) -> "Reader":
        """Press one of a few buttons side by side."""
        self.page.get_by_role("radio", name=option, exact=True).click()
        return self._answered()

    def go_back(self) -> "Reader":
        """Press the browser's "back"."""
        self.page.go_back()
        return self._answered()

    def _answered(self) -> "Reader":
        # Let the choice leave the browser before waiting for the answer.
        self.page.wait_for_timeout(150)
        return self.settle()

    def download(self, words: str) -> Download:
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name=words).click()
        return download.value

    def fetched(self) -> list[str]:
        """The addresses of all that the page fetched."""
        script = "performance.getEntriesByType('resource').map(each => each.name)"
        return list(self.page.evaluate(script))

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path.strip("/")

    def said(self, name: str) -> str:
        """What the address says under a name."""
        return parse_qs(urlsplit(self.page.url).query).get(name, [""])[0]

    def words(self) -> str:
        """Everything to read in the page itself, without the menu and icons' names."""
        return str(
            self.page.evaluate(
                """() => {
                  const icons = [...document.querySelectorAll(
                    '[data-testid="stIconMaterial"]')];
                  icons.forEach(icon => icon.style.display = 'none');
                  const text = document.querySelector('[data-testid="stMain"]')
                    .innerText;
                  icons.forEach(icon => icon.style.display = '');
                  return text;
                }"""
            )
        )

    def headline(self) -> str:
        """The first heading: on leaders' pages it is the answer."""
        heading = self.page.locator('[data-testid="stHeading"]').first
        return re.sub(r"\s+", " ", heading.inner_text()).strip()

    def tiles(self) -> list[str]:
        """The text of every tile, in reading order."""
        return [
            re.sub(r"\s+", " ", text)
            for text in self.page.locator("[class*='st-key-tile_']").all_inner_texts()
        ]

    def resize(self, size: Size) -> "Reader":
        """Look at the same page on another screen; what the browser is stays."""
        self.size = size
        self.page.set_viewport_size({"width": size.width, "height": size.height})
        return self._answered()

    def take_picture(self, name: str) -> None:
        """What is on the screen as a picture, where pictures are asked for."""
        if PICTURES in os.environ:
            SCREENSHOTS.mkdir(exist_ok=True)
            file = SCREENSHOTS / f"{name}-{self.language}-{self.size.name}.png"
            self.page.screenshot(path=file)

    def take_long_picture(self, name: str) -> None:
        """The same, as tall as the page is."""
        if PICTURES not in os.environ:
            return
        tall = self.page.evaluate(
            """() => document.querySelector('[data-testid="stMain"]').scrollHeight"""
        )
        self.page.set_viewport_size(
            {"width": self.size.width, "height": max(tall, self.size.height)}
        )
        self.page.wait_for_timeout(300)
        self.take_picture(name)
        self.page.set_viewport_size(
            {"width": self.size.width, "height": self.size.height}
        )
