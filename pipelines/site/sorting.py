"""Rows sorted into heaps, and names for files and anchors. Pure."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from typing import Any

from pipelines.site.published import Rows

_PLAIN = re.compile(r"[A-Za-z0-9_-]+")


def by(rows: Rows, *names: str) -> dict[Any, Rows]:
    """Rows by the values of columns, in the order they come."""
    found: dict[Any, Rows] = defaultdict(list)
    for row in rows:
        key = tuple(row[name] for name in names)
        found[key if len(names) > 1 else key[0]].append(row)
    return dict(found)


def slug(name: str) -> str:
    """A name for files and anchors; what may not stand there becomes its hash."""
    plain = name.replace(":", "-")
    if _PLAIN.fullmatch(plain):
        return plain
    return hashlib.sha256(name.encode()).hexdigest()[:16]
