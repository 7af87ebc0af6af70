"""The demo: an invented year of raw files, with planted things to be found in it.

`docs/demo.md` lists what is planted and where. Nothing else in the project depends on
this package; it writes into the inbox as any department would.
"""

from pipelines.demo.summary import Summary
from pipelines.demo.year import generate

__all__ = ["Summary", "generate"]
