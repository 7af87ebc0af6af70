"""Read a TOML file into a model; say which file and key is wrong, and why."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from pipelines.declarations.texts import Declaration
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
    first = wrong.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    kind, message = first["type"], first["msg"]
    if kind == "missing":
        return DeclarationError(path, key, None, "this key, which is missing")
    if kind == "extra_forbidden":
        return DeclarationError(path, key, first["input"], "no key of this name")
    expected = message.removeprefix("Value error, ").removeprefix("Input should be ")
    return DeclarationError(path, key, first["input"], expected)
