"""Whether Spark can run what a workspace declares: found before any file is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb

from pipelines import expression
from pipelines.declarations.source import SQL_TYPES, Source
from pipelines.declarations.workspace import Workspace
from pipelines.errors import DeclarationError
from pipelines.spark import formats, known
from pipelines.validate.load import Loader


@dataclass(frozen=True)
class _Said:
    """An expression, where it stands, and the types of the columns it may name."""

    file: str
    key: str
    text: str
    columns: Mapping[str, str]
    # The type its value is kept as; None where it is a condition or may be any.
    becomes: str | None = None


def check(workspace: Workspace) -> int:
    """Raise DeclarationError for the first thing Spark does not know; how many it does.

    Expressions and forms of dates are looked at; neither Spark nor Java is needed.
    """
    with duckdb.connect() as con:
        loader = Loader(con, workspace, "not stored")
        columns = {
            n: loader.statement(s).columns() for n, s in workspace.sources.items()
        }
    count = 0
    for name, source in workspace.sources.items():
        _check_formats(source)
        for said in _of_source(source, columns[name]):
            count += 1
            _check(said)
    for said in _of_indicators(workspace, columns):
        count += 1
        _check(said)
    return count


def _check_formats(source: Source) -> None:
    groups = [("columns", source.columns)]
    groups += [
        (f"feeds.{n}.columns", feed.columns) for n, feed in enumerate(source.feeds)
    ]
    for key, columns in groups:
        for name, column in columns.items():
            for form in column.formats:
                try:
                    formats.check(form)
                except formats.UnknownForm as unknown:
                    raise DeclarationError(
                        f"sources/{source.source}.toml",
                        f"{key}.{name}.formats",
                        form,
                        f"a form of {', '.join(formats.KNOWN)} for --engine spark, "
                        f"which does not know {unknown}; leave the engine out, or ask "
                        "for another form",
                    ) from unknown


def _of_source(source: Source, columns: Mapping[str, str]) -> Iterator[_Said]:
    file = f"sources/{source.source}.toml"
    own = {n: kind for n, kind in columns.items() if n not in source.derived}
    for name, derived in source.derived.items():
        kind = SQL_TYPES.get(derived.kind, "VARCHAR")
        key = f"derived.{name}.expression"
        yield _Said(file, key, derived.expression, own, kind)
    for number, each in enumerate(source.checks):
        yield _Said(file, f"checks.{number}.expression", each.expression, columns)
    for number, gate in enumerate(source.gates):
        yield _Said(file, f"gates.{number}.expression", gate.expression, columns)


def _of_indicators(
    workspace: Workspace, columns: Mapping[str, Mapping[str, str]]
) -> Iterator[_Said]:
    for name, indicator in workspace.indicators.items():
        file = f"indicators/{name}.toml"
        own = {**columns[indicator.source], expression.AS_OF: "DATE"}
        levels = indicator.kind in ("quantile", "survival")
        for key in ("where", "numerator", "denominator", "of", "weight", "spread"):
            text = getattr(indicator, key)
            if text is not None:
                kind = "BIGINT" if key == "of" and levels else None
                yield _Said(file, key, text, own, kind)
        if indicator.across:
            theirs = {**columns[indicator.across.source], expression.AS_OF: "DATE"}
            for key in ("where", "denominator"):
                text = getattr(indicator.across, key)
                if text is not None:
                    yield _Said(file, f"across.{key}", text, theirs)


def _check(said: _Said) -> None:
    tree = expression.parse(said.text, said.columns, aggregates=True)
    for node in tree.walk():
        wrong = known.unknown(node, said.columns)
        if wrong:
            raise _refused(said, wrong)
    if said.becomes and not known.is_kept_alike(tree, said.becomes, said.columns):
        raise _refused(
            said, f"how to keep {known.kind(tree, said.columns)} as {said.becomes}"
        )


def _refused(said: _Said, unknown: str) -> DeclarationError:
    return DeclarationError(
        said.file,
        said.key,
        said.text,
        f"something that Spark answers as DuckDB does, for --engine spark; it does not "
        f"know {unknown}. Say it with comparisons, arithmetic and CASE, or run without "
        "--engine spark",
    )
