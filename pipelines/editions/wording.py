"""What freezing and verifying say on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.editions.freeze import Frozen
from pipelines.editions.verify import Verified

_MEGABYTE = 1_000_000


def frozen(done: Frozen) -> str:
    """What was frozen, how large it is, and what to write down."""
    if done.status == "unchanged":
        return (
            f"Unchanged: the figures of the quarter are those of {done.edition}.\n"
            f"SHA-256 of its manifest: {done.manifest_sha256}"
        )
    corrected = (
        f" It corrects {done.changed_figures:,} figures."
        if done.changed_figures
        else ""
    )
    return (
        f"Frozen as {done.edition}, published as {done.version}.{corrected}\n"
        f"{done.inputs} inputs and its own files are {done.bytes / _MEGABYTE:,.1f} MB, "
        f"of which {done.new_bytes / _MEGABYTE:,.1f} MB were not kept before.\n"
        f"SHA-256 of its manifest: {done.manifest_sha256}"
    )


def verified(found: Verified) -> str:
    """Every problem, then the verdict."""
    return "\n".join(_verified(found))


def _verified(found: Verified) -> Iterator[str]:
    for each in found.problems:
        yield f"{each.kind} {each.name}: {each.says}"
    if not found.is_recomputed:
        yield "Not computed again, as what it was computed from has changed."
    if not found.is_key_known:
        yield "The secret key is not that of then: hashed columns are not compared."
    if found.code_version != found.code_version_now:
        yield (
            f"Frozen by version {found.code_version} of the program, "
            f"now it is {found.code_version_now}."
        )
    if found.status == "equal":
        yield (
            f"{found.edition} is equal: {found.tables} tables, {found.rows:,} rows, "
            f"from {found.inputs} inputs ({found.seconds:.1f} s)."
        )
    else:
        yield f"{found.edition} differs in {len(found.problems)} places."
    yield f"SHA-256 of its manifest: {found.manifest_sha256}"
