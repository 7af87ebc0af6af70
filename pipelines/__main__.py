"""`python -m pipelines`: the command line."""

import gc

# What is imported stays to the end; to look through it again and again for what may go
# takes a tenth of the start.
gc.set_threshold(50_000)

from pipelines.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
