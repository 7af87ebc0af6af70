"""The static site of the demo in a browser: without scripts, on a telephone, by axe."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from pipelines.locations import Locations
from pipelines.site.build import build

LARGEST = 200_000
PAGES = (
    "zh/ranking/department-2026Q3.html",
    "en/city/230100.html",
)


@pytest.fixture(scope="module")
def site(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    build(Locations(demo), out)
    return out


def test_a_citizen_reads_the_site_without_scripts_on_an_old_telephone(
    browser: Browser, site: Path
) -> None:
    phone = {"width": 360, "height": 640}
    context = browser.new_context(java_script_enabled=False, viewport=phone)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name="中文").click()
    page.get_by_role("link", name="满意度排行", exact=True).click()
    page.get_by_role("link", name="2026 年三季度").first.click()
    assert (
        page.get_by_role("heading", level=1).inner_text().startswith("群众满意度排行")
    )
    assert page.get_by_role("img").bounding_box()["width"] <= 360  # type: ignore[index]
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name="How it is computed").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "How it is computed"
    # The site's own files, and nothing else.
    assert asked
    assert all(url.startswith(site.as_uri()) for url in asked)
    context.close()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, site: Path, address: str, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 640},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,  # axe is a script, which the pages forbid
    )
    page = context.new_page()
    page.goto((site / address).as_uri())
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    # The page itself is not moved sideways.
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    context.close()


def test_pages_of_the_demo_are_small(site: Path) -> None:
    sizes = {path: path.stat().st_size for path in site.rglob("*.html")}
    assert len(sizes) > 100
    assert max(sizes.values()) < LARGEST
