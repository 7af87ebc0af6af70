"""Files on the disk: only what changed is written, each in one step, the start last.

What the site owns stands in a list beside it; nothing else in the folder is touched. A
run that is killed leaves whole files, and starts that link to what is there.
"""

from __future__ import annotations

import fcntl
import gzip
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipelines.errors import CallError

MANIFEST = ".govscore-site.json"
_LOCK = ".govscore-site.lock"
# What a web server would compress for each reader; smaller files gain nothing.
_COMPRESSIBLE = (".html", ".css", ".csv", ".json", ".xml", ".txt", ".svg")
_SMALLEST = 600


@dataclass(frozen=True)
class Written:
    """What became of the files."""

    written: int
    unchanged: int
    removed: int
    bytes: int


@contextmanager
def only_one(out: Path) -> Iterator[None]:
    """Hold the folder's lock: a second writer waits for the first."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = (out / _LOCK).open("w")
    except OSError as error:
        raise CallError(
            f"{out} cannot be written: {error.strerror}. Expected: a folder for the "
            "site, with --out DIR."
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write(out: Path, files: Mapping[str, bytes], *, with_gzip: bool = False) -> Written:
    """Make the folder hold these files, by their paths. Call within only_one."""
    wanted = dict(files)
    if with_gzip:
        wanted |= {
            f"{path}.gz": gzip.compress(body, compresslevel=9, mtime=0)
            for path, body in files.items()
            if path.endswith(_COMPRESSIBLE) and len(body) >= _SMALLEST
        }
    owned = _owned(out)
    _check_free(out, set(wanted) - owned)
    changed = sorted(
        (path for path, body in wanted.items() if _is_other(out, path, body)),
        key=lambda path: _order(out, path),
    )
    # Before the first file: whatever happens, the next run knows what is ours.
    _note(out, owned | set(wanted))
    for path in changed:
        _put(out / path, wanted[path])
    gone = sorted(owned - set(wanted))
    removed = sum(_remove(out, path) for path in gone)
    _note(out, set(wanted))
    return Written(
        len(changed),
        len(wanted) - len(changed),
        removed,
        sum(map(len, wanted.values())),
    )


def _order(out: Path, path: str) -> tuple[bool, bool, int, str]:
    """What is new first, since others will link to it; starts of folders last, the
    outermost at the very end."""
    is_start = PurePosixPath(path).name.startswith("index.html")
    return is_start, (out / path).exists(), -path.count("/"), path


def _owned(out: Path) -> set[str]:
    try:
        noted = json.loads((out / MANIFEST).read_text("utf-8"))["files"]
        # Whatever else the list may say: nothing outside the folder is ours.
        return {path for path in noted if ".." not in Path(path).parts}
    except FileNotFoundError:
        return set()
    except (ValueError, KeyError, TypeError):
        raise CallError(
            f"{out / MANIFEST} cannot be read. Expected: the list of files that a run "
            "of `site` left there. Give an empty folder with --out, or remove it."
        ) from None


def _check_free(out: Path, added: set[str]) -> None:
    taken = sorted(path for path in added if (out / path).exists())
    if taken:
        raise CallError(
            f"{out / taken[0]} is there and was not written by `site`. Expected: a "
            "folder of the site's own, with --out DIR; nothing was changed."
        )


def _is_other(out: Path, path: str, body: bytes) -> bool:
    try:
        return (out / path).read_bytes() != body
    except FileNotFoundError:
        return True


def _put(path: Path, body: bytes) -> None:
    """Replace a file in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.part")
    aside.write_bytes(body)
    aside.replace(path)


def _remove(out: Path, path: str) -> bool:
    """Remove a file, and folders that are empty then."""
    found = out / path
    if not found.is_file():
        return False
    found.unlink()
    for folder in found.relative_to(out).parents:
        if folder != Path() and not any((out / folder).iterdir()):
            (out / folder).rmdir()
    return True


def _note(out: Path, files: set[str]) -> None:
    text = json.dumps({"files": sorted(files)}, ensure_ascii=False, indent=1) + "\n"
    if _is_other(out, MANIFEST, text.encode()):
        _put(out / MANIFEST, text.encode())
