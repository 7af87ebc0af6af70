"""What the workspace declares about assessments: rubrics, default methods, rules.

data/rubrics/*.toml and data/assessment.toml. A workspace without them is whole: it has
no cycles to open. Read from disk each time: it happens when a cycle is opened.
"""

import tomllib
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError

from dashboard import locations
from dashboard.assessments.rubric import Declaration, Identifier, Rubric, Wrong, whole
from dashboard.assessments.rules import Rules, SubjectKind
from dashboard.failures import Failure
from dashboard.i18n import t

__all__ = ["DeclarationWrong", "Declared", "Rules", "load"]

CycleKind = Literal["year", "half_year", "quarter"]
Model = TypeVar("Model", bound=Declaration)


class DeclarationWrong(Failure):
    """A file of the workspace declares something that cannot be."""

    key = "declared.wrong"


class NothingDeclared(Failure):
    """The workspace declares no rubrics or no rules: no cycle can be opened."""

    key = "declared.nothing"


class MethodDefault(Declaration):
    """A method a kind of subject is assessed by: its weight and its rubric."""

    weight: float = Field(gt=0, le=1)
    rubric: Identifier


class Deadlines(Declaration):
    """Working days from the opening to the end of entry, and on to that of review."""

    entry: int = Field(ge=1, le=250)
    review: int = Field(ge=1, le=250)


class AssessmentFile(Declaration):
    """`assessment.toml`."""

    methods: dict[SubjectKind, dict[Identifier, MethodDefault]]
    deadlines: dict[CycleKind, Deadlines]
    rules: Rules


class Declared(Declaration):
    """All of it; `assessment` is None where the workspace has no such file."""

    rubrics: dict[str, Rubric] = {}
    assessment: AssessmentFile | None = None

    def check_can_open(self) -> AssessmentFile:
        """The rules, or NothingDeclared."""
        if self.assessment is None or not self.rubrics:
            raise NothingDeclared(str(locations.data()))
        return self.assessment

    def rubrics_of(self, method: str) -> list[Rubric]:
        """Every rubric a method can be judged by."""
        return [each for each in self.rubrics.values() if each.method == method]


def load() -> Declared:
    """What stands in the workspace; raises DeclarationWrong for the first mistake."""
    rubrics = {
        path.stem: _read(path, Rubric, rubric_id=path.stem)
        for path in sorted((locations.data() / "rubrics").glob("*.toml"))
    }
    file = locations.data() / "assessment.toml"
    if not file.is_file():
        return Declared(rubrics=rubrics)
    assessment = _read(file, AssessmentFile)
    _check_methods(file, assessment, rubrics)
    return Declared(rubrics=rubrics, assessment=assessment)


def _check_methods(
    file: Path, assessment: AssessmentFile, rubrics: dict[str, Rubric]
) -> None:
    for kind, methods in assessment.methods.items():
        key = f"methods.{kind}"
        try:
            whole(key, [each.weight for each in methods.values()])
        except Wrong as unbalanced:
            raise _wrong(file, unbalanced.key, unbalanced) from unbalanced
        for method, default in methods.items():
            rubric = rubrics.get(default.rubric)
            if rubric is None or rubric.method != method:
                known = [each.rubric_id for each in rubrics.values()]
                names = ", ".join(
                    name for name in known if rubrics[name].method == method
                )
                wrong = Wrong("", default.rubric, "one_of", names=names or "-")
                raise _wrong(file, f"{key}.{method}.rubric", wrong)


def _read(path: Path, model: type[Model], **given: Any) -> Model:
    """The declaration in `path`; `given` holds what the file's name says (its id)."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise _wrong(path, "", Wrong("", str(broken), "toml")) from broken
    for key in given:
        if key in content:
            raise _wrong(path, key, Wrong(key, content[key], "file_name"))
    try:
        return model(**content, **given)
    except ValidationError as invalid:
        raise _explained(path, invalid) from invalid


def _explained(path: Path, invalid: ValidationError) -> DeclarationWrong:
    """The first problem of a validation, in the words of the file."""
    first = invalid.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    context = first.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, Wrong):
        inside = ".".join(part for part in (key, cause.key) if part)
        return _wrong(path, inside, cause)
    kind, limits = first["type"], {}
    if kind == "literal_error":
        # The same word for a closed list everywhere: its members.
        kind, limits = "one_of", {"names": context["expected"]}
    for sign, words in (("gt", ">"), ("ge", "≥"), ("lt", "<"), ("le", "≤")):
        if sign in context:
            kind, limits = "number", {"limit": f"{words} {context[sign]:g}"}
    stands = None if isinstance(first["input"], dict) else first["input"]
    expected = _EXPECTED.get(kind, kind if kind in ("one_of", "number") else "fitting")
    return _wrong(path, key, Wrong(key, stands, expected, **limits))


# What pydantic calls it, and the word of the catalogue for what may stand there.
_EXPECTED = {
    "missing": "this_key",
    "extra_forbidden": "no_key",
    "string_pattern_mismatch": "identifier",
    "string_too_long": "identifier",
    "too_short": "at_least_one",
    "float_parsing": "any_number",
    "float_type": "any_number",
    "int_parsing": "whole_number",
    "int_type": "whole_number",
    "int_from_float": "whole_number",
    "string_type": "text",
}


def _wrong(path: Path, key: str, wrong: Wrong) -> DeclarationWrong:
    at = path.relative_to(locations.data()).as_posix()
    stands = "" if wrong.stands is None else str(wrong.stands)
    return DeclarationWrong(
        f"{at}: {key} is {stands!r}; expected: {wrong.expected} {wrong.values}",
        file=at,
        at=key or "-",
        stands=stands[:200] or "-",
        expected=t(f"declared.expected_{wrong.expected}", **wrong.values),
    )
