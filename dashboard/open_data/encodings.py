"""Which encoding a reader takes, and bytes in it. Pure.

Made once and kept, so that it may take its time. Brotli comes with pyarrow.
"""

import functools
import gzip

import pyarrow as pa

PLAIN = "identity"
# What is worth more first.
ENCODINGS = ("br", "gzip")
# Smaller answers gain nothing but headers.
_SMALLEST = 600


@functools.lru_cache(maxsize=256)
def chosen(accept_encoding: bytes) -> str:
    """The best encoding that a header of this text takes."""
    taken = set()
    for each in accept_encoding.decode("latin-1").lower().split(","):
        name, _, weight = each.partition(";")
        if weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            taken.add(name.strip())
    return next((each for each in ENCODINGS if each in taken), PLAIN)


def encoded(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(pa.Codec("brotli").compress(body, asbytes=True))
    if encoding == "gzip":
        # Without the time, so that the same answer is the same bytes.
        return gzip.compress(body, compresslevel=9, mtime=0)
    return body


def is_worth_it(media_type: str, size: int) -> bool:
    """Whether to encode at all: Parquet is compressed already."""
    return size >= _SMALLEST and not media_type.endswith("parquet")
