"""Results that cost much, kept in the warehouse by what they were computed from.

Ranks, simulations and fits are pure functions of a few numbers. Most periods have the
same numbers as in the run before; the key is a hash of them and of the program, so that
nothing has to know which period changed, and nothing old can be taken for new.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping

import duckdb
import numpy as np
from numpy.typing import NDArray

from pipelines import fingerprint, warehouse

Results = Mapping[str, NDArray[np.generic]]
_TABLE = """
CREATE SCHEMA IF NOT EXISTS kept;
CREATE TABLE IF NOT EXISTS kept.result (key VARCHAR PRIMARY KEY, arrays BLOB NOT NULL);
"""


class Kept:
    """What earlier runs computed; ask it with `of`, then `save` once."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        con.execute(_TABLE)
        found = con.execute("SELECT key, arrays FROM kept.result").fetchall()
        self._before: dict[str, bytes] = dict(found)
        self._new: dict[str, bytes] = {}
        self._used: set[str] = set()

    def of(
        self,
        what: str,
        *inputs: NDArray[np.generic] | str | float | None,
        compute: Callable[[], Results],
    ) -> dict[str, NDArray[np.generic]]:
        """The arrays `compute` gives for these inputs, by name.

        `inputs` must hold everything the result depends on besides the program.
        """
        key = _key(what, *inputs)
        self._used.add(key)
        arrays = self._before.get(key) or self._new.get(key)
        if arrays is None:
            out = io.BytesIO()
            np.savez(out, allow_pickle=False, **dict(compute()))
            arrays = self._new[key] = out.getvalue()
        with np.load(io.BytesIO(arrays), allow_pickle=False) as held:
            return {name: held[name] for name in held.files}

    def save(self) -> None:
        """Store what is new, and forget what this run did not ask for."""
        gone = [key for key in self._before if key not in self._used]
        # In one transaction: in its own, each row waits for the disk.
        with warehouse.transaction(self._con):
            self._con.execute(
                "DELETE FROM kept.result WHERE key IN (SELECT unnest(?::VARCHAR[]))",
                [gone],
            )
            self._con.execute(
                "INSERT INTO kept.result "
                "SELECT unnest(?::VARCHAR[]), unnest(?::BLOB[])",
                [list(self._new), list(self._new.values())],
            )


def _key(what: str, *inputs: NDArray[np.generic] | str | float | None) -> str:
    digest = hashlib.sha256(f"{fingerprint.code_version()}\0{what}".encode())
    for each in inputs:
        if isinstance(each, np.ndarray):
            digest.update(f"\0{each.dtype.str}{each.shape}".encode())
            digest.update(np.ascontiguousarray(each).tobytes())
        else:
            digest.update(f"\0{type(each).__name__}{each}".encode())
    return digest.hexdigest()
