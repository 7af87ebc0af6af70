"""What a page holds, read by the standard library's parser."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path


@dataclass
class Read:
    """Tags with their attributes in order, ids, and all the words."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: str = ""

    def of(self, *names: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag in names]

    @property
    def ids(self) -> list[str]:
        return [each["id"] for _, each in self.tags if "id" in each]

    @property
    def links(self) -> list[str]:
        return [each["href"] for each in self.of("a", "link")]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read = Read()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.read.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.read.words += data


def read(path: Path) -> Read:
    reader = _Reader()
    reader.feed(path.read_text("utf-8"))
    return reader.read


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def reached(site: Path) -> list[Path]:
    """The pages that a reader comes to who begins at the start."""
    found, ahead = set[Path](), [site / "index.html"]
    while ahead:
        page = ahead.pop()
        if page in found or not page.is_file() or page.suffix != ".html":
            continue
        found.add(page)
        links = [link.partition("#")[0] for link in read(page).links]
        ahead += [
            (page.parent / link).resolve()
            for link in links
            if link and "://" not in link
        ]
    return sorted(found)


def broken_links(site: Path) -> list[str]:
    """Links that a reader meets and that lead to no file, or to no place in it."""
    known = {page: read(page) for page in reached(site)}
    found = []
    for page, told in known.items():
        for link in told.links:
            if "://" in link:
                continue
            address, _, place = link.partition("#")
            target = (page.parent / address).resolve() if address else page
            is_there = target.is_file() and (
                not place or (target in known and place in known[target].ids)
            )
            if not is_there:
                found.append(f"{page.relative_to(site)}: {link}")
    return found
