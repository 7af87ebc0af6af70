"""`python -m pipelines`: the command line."""

import gc

# What is imported stays to the end; to look through it again and again for what may go
# takes a tenth of the start.
gc.set_threshold(50_000)

import os  # noqa: E402
import sys  # noqa: E402

# Its threads keep the cores busy while they wait, and no matrix here is large.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from contextlib import suppress  # noqa: E402

from pipelines.cli import main  # noqa: E402


def _end(status: int) -> None:
    """End at once. All is closed by now; to take modules apart again takes 0.2 s."""
    for stream in (sys.stdout, sys.stderr):
        # Nobody may be reading any more.
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    try:
        main()
    except SystemExit as ended:
        if not isinstance(ended.code, int):
            raise
        _end(ended.code)
