"""The command line: one function a command. Errors are sentences with a status."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines import locations
from pipelines.errors import CallError, GovscoreError
from pipelines.progress import telling

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Raw files in, scorecards and the satisfaction ranking out.",
)
Data = Annotated[
    Path | None,
    typer.Option("--data", help="The workspace; else $GOVSCORE_DATA, else data."),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON object on standard output.")
]


def main() -> None:
    """Run the command line; print an error as a sentence, never as a traceback."""
    try:
        app(standalone_mode=True)
    except GovscoreError as wrong:
        sys.stderr.write(f"{wrong}\n")
        sys.exit(wrong.exit_status)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. What was published before still stands.\n")
        sys.exit(130)


@app.command()
def demo(
    data: Data = None,
    cases: Annotated[int, typer.Option(min=1000, max=50_000_000)] = 400_000,
    seed: Annotated[int, typer.Option()] = 2026,
) -> None:
    """Write an invented year of raw files into the inbox; same seed, same bytes."""
    from pipelines.demo import generate

    at = locations.locate(data)
    with telling() as teller:
        summary = generate(at.root, cases=cases, seed=seed, on_progress=teller.share)
    _print_out(str(summary))


@app.command()
def check(
    file: Annotated[
        Path | None,
        typer.Argument(help="The raw file to look at; left out: only declarations."),
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="The source the file belongs to.")
    ] = None,
    data: Data = None,
    engine: Annotated[
        str, typer.Option(help="The engine that must know what is declared.")
    ] = "duckdb",
    as_json: AsJson = False,
) -> None:
    """Validate one file, or the declarations alone, and load nothing."""
    from pipelines import check as checking
    from pipelines import engine as engines

    at = locations.locate(data)
    engines.check_known(engine)
    known = checking.check_declarations(at, engine)
    if file is None:
        _print(asdict(known), as_json, checking.declarations_in_words(known))
        return
    if source is None:
        raise CallError(f"To check {file}, say what it is: --source NAME.")
    with telling(quiet=as_json) as teller:
        report = checking.check(at, file, source, teller)
    _print(asdict(report), as_json, checking.in_words(report))
    if report.refusal:
        raise typer.Exit(1)


@app.command()
def run(
    data: Data = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of", formats=["%Y-%m-%d"], help="The day it pretends it is."
        ),
    ] = None,
    engine: Annotated[str, typer.Option(help="duckdb or spark")] = "duckdb",
    master: Annotated[
        str | None,
        typer.Option(help="Where Spark runs; else $GOVSCORE_SPARK_MASTER, or here."),
    ] = None,
    wait: Annotated[
        bool, typer.Option("--wait/--no-wait", help="Wait for another run, or say so.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Ingest, validate, measure, score and publish what is new."""
    from pipelines import engine as engines
    from pipelines import run as running

    engines.check_known(engine)
    at = locations.locate(data)
    day = as_of.date() if as_of else None
    with telling(quiet=False) as teller:
        result = running.run(
            at, as_of=day, wait=wait, engine=engine, master=master, teller=teller
        )
    told: dict[str, Any] = {
        "status": result.status,
        "version": result.version,
        "as_of": result.as_of,
        "sources": [asdict(source) for source in result.sources],
        "seconds": result.seconds,
    }
    if result.refusals:
        told["refusals"] = result.refusals
    _print(told, as_json, _run_in_words(result))
    if result.status == "refused":
        raise typer.Exit(1)


@app.command()
def status(data: Data = None, as_json: AsJson = False) -> None:
    """What is published, as of when, and the last load of every source."""
    from pipelines import status as asking

    found = asking.status(locations.locate(data))
    _print(found, as_json, asking.in_words(found))


@app.command()
def freeze(
    period: Annotated[str, typer.Argument(help="The quarter, such as 2026Q3.")],
    data: Data = None,
    note: Annotated[
        list[str] | None,
        typer.Option(
            "--note",
            help="Why, in a sentence; en=TEXT for another language. May be given "
            "again. A correction needs one.",
        ),
    ] = None,
    wait: Annotated[
        bool, typer.Option("--wait/--no-wait", help="Wait for another run, or say so.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Freeze what is published of a quarter, with all it was computed from."""
    from pipelines.editions import freeze as freezing
    from pipelines.editions import wording
    from pipelines.editions.identity import Quarter

    at = locations.locate(data)
    with telling(quiet=as_json) as teller:
        done = freezing.freeze(
            at, Quarter.parse(period), note or [], wait=wait, say=teller.say
        )
    _print(asdict(done), as_json, wording.frozen(done))


@app.command()
def verify(
    edition: Annotated[str, typer.Argument(help="The edition, such as 2026Q3-1.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Compute an edition again from what it kept, and compare every table."""
    from pipelines.editions import verify as verifying
    from pipelines.editions import wording
    from pipelines.editions.identity import EditionId

    at = locations.locate(data)
    with telling(quiet=as_json) as teller:
        found = verifying.verify(at, EditionId.parse(edition), teller)
    _print(asdict(found), as_json, wording.verified(found))
    if found.status != "equal":
        raise typer.Exit(1)


@app.command()
def site(
    out: Annotated[Path, typer.Option(help="The folder to write to.")],
    base_url: Annotated[
        str, typer.Option(help="Where it will stand, for links that name the server.")
    ] = "",
    with_gzip: Annotated[
        bool, typer.Option("--gzip", help="A .gz beside every file of text.")
    ] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Write the public ranking, method and data as files for any web server."""
    from pipelines.site import build

    done = build.build(locations.locate(data), out, base_url, with_gzip)
    _print(asdict(done), as_json, build.in_words(done))


def _run_in_words(result: Any) -> str:
    lines = list(result.refusals)
    if result.status == "refused":
        lines.append("Nothing was loaded; what was published before still stands.")
    for s in result.sources:
        if s.files:
            lines.append(
                f"{s.source}: {s.rows_read:,} rows read in {s.files} files = "
                f"{s.rows_loaded:,} loaded + {s.rows_rejected:,} rejected + "
                f"{s.rows_duplicate:,} duplicates + {s.rows_superseded:,} superseded"
            )
    spent = ", ".join(f"{step} {took:.1f} s" for step, took in result.seconds.items())
    if result.status == "published":
        lines.append(f"Published {result.version}, as of {result.as_of} ({spent}).")
    elif result.status == "unchanged":
        lines.append(f"Nothing is new; {result.version} stands, as of {result.as_of}.")
    return "\n".join(lines)


def _print(told: dict[str, Any], as_json: bool, words: str) -> None:
    if as_json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False, default=_plain) + "\n")
    else:
        _print_out(words)


def _print_out(words: str) -> None:
    sys.stdout.write(f"{words}\n")


def _plain(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)
