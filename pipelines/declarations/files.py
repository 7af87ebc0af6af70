"""Read a TOML file into a model; say which file and key is wrong, and why."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from pipelines.declarations.texts import Declaration, Wrong
from pipelines.errors import DeclarationError

Model = TypeVar("Model", bound=Declaration)


def read(path: Path, model: type[Model], **given: Any) -> Model:
    """The declaration in `path`; `given` holds what the file's name says (its id)."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise DeclarationError(
            path, "", None, "this file (see README, how to add one)"
        ) from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise DeclarationError(path, "", None, f"valid TOML in UTF-8: {broken}") from (
            broken
        )
    for key in given:
        if key in content:
            raise DeclarationError(
                path, key, content[key], "no such key: the file's name is the id"
            )
    try:
        return model(**content, **given)
    except ValidationError as wrong:
        raise explain(path, wrong) from wrong


def read_all(folder: Path, model: type[Model], id_key: str) -> dict[str, Model]:
    """Every TOML file of a folder by its stem, in the order of their names."""
    return {
        path.stem: read(path, model, **{id_key: path.stem})
        for path in sorted(folder.glob("*.toml"))
    }


def explain(path: Path, wrong: ValidationError) -> DeclarationError:
    """The first problem of a validation, in the words of the file."""
    problems = wrong.errors()
    first = problems[0]
    key, stands = _key(first["loc"]), first["input"]
    cause = first.get("ctx", {}).get("error")
    if isinstance(cause, Wrong):
        inside = ".".join(part for part in (key, cause.key) if part)
        return DeclarationError(path, inside, cause.stands, cause.expected)
    if first["type"] == "missing":
        return DeclarationError(path, key, None, "this key, which is missing")
    if first["type"] == "extra_forbidden":
        return DeclarationError(path, key, stands, "no key of this name")
    # A value of several kinds, such as a word or a date, fails as each of them.
    said = [_expected(p["type"], p["msg"]) for p in problems if _key(p["loc"]) == key]
    return DeclarationError(
        path,
        key,
        None if isinstance(stands, dict) else stands,
        " or ".join(dict.fromkeys(said)),
    )


def _key(loc: tuple[int | str, ...]) -> str:
    """The key as the file has it, without the names pydantic gives to alternatives."""
    return ".".join(
        str(part)
        for number, part in enumerate(loc)
        if number == 0 or not (part == "date" or "[" in str(part))
    )


def _expected(kind: str, message: str) -> str:
    plain = {
        "string_pattern_mismatch": "a name of small letters, digits and _",
        "too_short": "at least one",
        "date_from_datetime_parsing": "a date such as 2026-01-31",
        "date_parsing": "a date such as 2026-01-31",
    }
    said = message.removeprefix("Value error, ").removeprefix("Input should be ")
    return plain.get(kind, said)
