"""`python -m pipelines site`: every file of the site, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from pipelines.errors import CallError
from pipelines.locations import Locations
from pipelines.site import published as reading
from pipelines.site import rendering, tables, writing
from pipelines.site.pages import Language, Pages
from pipelines.site.words import LOCALES

STYLE = "site.css"


@dataclass(frozen=True)
class Built:
    """What a run of `site` prints with --json."""

    status: str
    version: str
    out: str
    files: int
    written: int
    unchanged: int
    removed: int
    bytes: int


def build(
    at: Locations, out: Path, base_url: str = "", with_gzip: bool = False
) -> Built:
    """Make the folder hold the site of what is published now."""
    base = _checked(base_url)
    with writing.only_one(out):
        version, files = _files(at, base)
        done = writing.write(out, files, with_gzip=with_gzip)
    status = "written" if done.written or done.removed else "unchanged"
    return Built(
        status,
        version,
        str(out),
        done.written + done.unchanged,
        done.written,
        done.unchanged,
        done.removed,
        done.bytes,
    )


def in_words(built: Built) -> str:
    """One line."""
    return (
        f"{built.out}: {built.written} files written, {built.unchanged} unchanged, "
        f"{built.removed} removed; {built.files} files, {built.bytes / 1e6:.1f} MB, "
        f"of {built.version}."
    )


def _checked(base_url: str) -> str:
    """With a slash at the end; empty stays empty."""
    if not base_url:
        return ""
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query:
        raise CallError(
            f"--base-url {base_url!r} is no address of a site. Expected: such as "
            "https://data.example.gov.cn/satisfaction/."
        )
    return base_url.rstrip("/") + "/"


def _files(at: Locations, base: str) -> tuple[str, dict[str, bytes]]:
    """Every file by its path."""
    with reading.opened(at) as published:
        known = [row["language"] for row in published.ask("languages")]
        # A workspace without either is told in what there are words for.
        languages = tuple(each for each in known if each in LOCALES) or ("zh", "en")
        written = tables.tables(published)
        files = {
            tables.path(part, form): body
            for table in written
            for part in table.parts
            for form, body in part.files.items()
        }
        names = {}
        for language in languages:
            (about,) = published.ask("about", language)
            names[language] = about["workspace"]
            pages = Pages(published, Language(language, languages, base), written)
            files.update(pages.all())
    files[STYLE] = rendering.style()
    files["index.html"] = rendering.render_start(languages, names, base)
    files["robots.txt"] = b"User-agent: *\nAllow: /\n"
    if base:
        files["robots.txt"] += f"Sitemap: {base}sitemap.xml\n".encode()
        files["sitemap.xml"] = _sitemap(base, files)
    return about["version"], files


def _sitemap(base: str, files: dict[str, bytes]) -> bytes:
    found = "".join(
        f"<url><loc>{escape(base + path)}</loc></url>\n"
        for path in sorted(files)
        if path.endswith(".html")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{found}</urlset>\n"
    ).encode()
