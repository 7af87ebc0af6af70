"""What keeps hidden figures hidden: `[disclosure]` in workspace.toml."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pipelines.declarations.texts import Declaration, Identifier


class Disclosure(Declaration):
    """How far what the public file withholds stays unknown.

    protection_width: whoever uses every sum of the public file finds for the rows
    behind a withheld figure a range of at least so many. 0 hides what rests on few
    rows and no neighbour that tells it: for a file that stays inside.
    round_to: public counts are rounded to multiples of it and shares are computed from
    them; 1 leaves them exact.
    persons: for a source, the condition under which a row is somebody's answer; what
    is told of the others by subtraction needs no protection.
    """

    protection_width: int = Field(default=5, ge=0, le=100)
    round_to: Literal[1, 5, 10] = 1
    persons: dict[Identifier, str] = {}
