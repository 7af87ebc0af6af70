"""A wrong source exits 2 and names file, key, what stands there, what was expected."""

from pathlib import Path

import pytest

from tests.pipelines.declarations.declared import declared, spoilt

V = "sources/visits.toml"
KEY, NOTE = "key      =", "[columns.note]"
SAYS = 'says = { en = "Something is wrong." }\n'
NO_WORDS = "something that can be computed: Binder Error: "

# What stands in visits.toml, what is put in its place, and the sentence.
ROWS = [
    ("dated_by", "dated_bye", "dated_by. Expected: this key, which is missing."),
    (KEY, "colour = 1\nkey =", "colour is 1. Expected: no key of this name."),
    (
        '["visit_id"]',
        '["visit"]',
        "key is 'visit'. Expected: columns: visit_id, seen_on, people, hours, note.",
    ),
    ('["visit_id"]', "[]", "key is []. Expected: at least one."),
    ('"seen_on"', '"seen"', "dated_by is 'seen'. Expected: a column."),
    (
        'dated_by = "seen_on"',
        'dated_by = "note"',
        "dated_by is 'note'. Expected: a column of kind date or timestamp.",
    ),
    (
        '"decimal"',
        '"float"',
        "columns.hours.kind is 'float'. Expected: 'text', 'integer', 'decimal', "
        "'boolean', 'date', 'timestamp', 'code', 'city', 'department', 'item', "
        "'channel', 'subject' or 'tags'.",
    ),
    (
        '"人数"',
        '"日期"',
        "columns.people.aliases is '日期'. "
        "Expected: a header that does not stand for 'seen_on' already.",
    ),
    (
        KEY,
        "reject_limit = 2\nkey =",
        "reject_limit is 2. Expected: less than or equal to 1.",
    ),
    (
        KEY,
        'encodings = ["utf8x"]\nkey =',
        "encodings is 'utf8x'. Expected: an encoding such as 'utf-8' or 'gb18030'.",
    ),
    (
        KEY,
        'delimiter = ";;"\nkey =',
        "delimiter is ';;'. Expected: one character, such as ';'.",
    ),
    (
        KEY,
        'files = ["../*.csv"]\nkey =',
        "files is '../*.csv'. Expected: patterns of file names such as '*.csv'.",
    ),
    (
        KEY,
        'correction = "("\nkey =',
        "correction is '('. Expected: a regular expression: "
        "missing ), unterminated subpattern at position 0.",
    ),
    (
        NOTE,
        f'[[feeds]]\nmatch = "^a"\ncolumns.tone = {{}}\n{NOTE}',
        "feeds.0.columns.tone is 'tone'. Expected: a column of the source.",
    ),
    (
        "[columns.visit_id]",
        '[columns.visit_id]\nprivacy = "drop"',
        "columns.visit_id.privacy is 'drop'. Expected: 'hash', as it is in the key.",
    ),
    (
        NOTE,
        f"{NOTE}\nminimum = 1",
        "columns.note.minimum is 1.0. Expected: no limit on a text column.",
    ),
    (
        "[columns.people]",
        '[columns.people]\ncodes = { "a" = "many" }',
        "columns.people.codes.a is 'many'. Expected: a value of kind integer.",
    ),
    (
        '"%Y%m%d"',
        '"%Q"',
        "columns.seen_on.formats is '%Q'. "
        "Expected: a date format such as '%Y-%m-%d %H:%M:%S'.",
    ),
    (
        "[columns.people]",
        '[columns.people]\nfrom_item = "legal_days"',
        "columns.people.from_item is 'legal_days'. Expected: a column of "
        "reference/items.csv, in a source with a column item_id.",
    ),
    (
        NOTE,
        f"[columns.order]\n{NOTE}",
        "columns.order is 'order'. Expected: a name that is not a word of SQL.",
    ),
    (
        NOTE,
        f"[columns.row]\n{NOTE}",
        "columns.row is 'row'. "
        "Expected: another name: the program has a column of this one.",
    ),
    (
        NOTE,
        f"[columns.Note]\n{NOTE}",
        "columns.Note is 'Note'. Expected: a name of small letters, digits and _.",
    ),
    (
        NOTE,
        f'[unpivot]\ncolumns = "^Q"\nname_to = "note"\nvalue_to = "people"\n{NOTE}',
        "key is ['visit_id']. "
        "Expected: 'note' too, or all answers of a row have one key.",
    ),
    (
        NOTE,
        f'[[checks]]\ncolumn = "x"\nreason = "r"\nexpression = "TRUE"\n{SAYS}{NOTE}',
        "checks.0.column is 'x'. Expected: a column of the source.",
    ),
    (
        NOTE,
        f'[[gates]]\nexpression = "avg(people) > 1"\nsays = {{}}\n{NOTE}',
        "gates.0.says. Expected: a text in at least one language.",
    ),
]
# An expression, as a derived column, and what is said of it.
DERIVED = [
    ("people >", "an SQL expression that parses: "),
    ("", "an SQL expression that parses: "),
    (
        "persons > 1",
        "columns of the source (hours, note, people, seen_on, visit_id); "
        "persons is not one.",
    ),
    ("note + seen_on", f"{NO_WORDS}No function matches"),
    ("seen_on", "a value of kind integer."),
    ("note", "a value of kind integer."),
    (
        "getenv(note)",
        "comparisons, arithmetic and plain functions; not GETENV(note).",
    ),
    (
        "(SELECT 1)",
        "comparisons, arithmetic and plain functions; not (SELECT 1).",
    ),
    ("1; DROP TABLE x", "comparisons, arithmetic and plain functions; not "),
]
GATES = [
    ("avg((", "an SQL expression that parses: "),
    ("avg(note) > 1", f"{NO_WORDS}No function matches"),
    ("people > 1", f'{NO_WORDS}column "people" must appear'),
    ("avg(people)", "a condition that is true or false."),
]


@pytest.mark.parametrize(("old", "new", "sentence"), ROWS)
def test_a_wrong_source_is_named(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    assert spoilt(declared(tmp_path / "data"), V, old, new) == f"{V}: {sentence}"


@pytest.mark.parametrize(("expression", "expected"), DERIVED)
def test_a_wrong_expression_is_found_before_any_row_is_read(
    tmp_path: Path, expression: str, expected: str
) -> None:
    derived = f'[derived.x]\nkind = "integer"\nexpression = "{expression}"\n'
    said = spoilt(declared(tmp_path / "data"), V, NOTE, derived + NOTE)
    start = f"{V}: derived.x.expression is {expression!r}. Expected: {expected}"
    assert said.startswith(start)


@pytest.mark.parametrize(("expression", "expected"), GATES)
def test_a_wrong_gate_is_found_though_no_file_came(
    tmp_path: Path, expression: str, expected: str
) -> None:
    world = declared(tmp_path / "data")
    (world.at.inbox / "visits/a.csv").unlink()
    gate = f'[[gates]]\nexpression = "{expression}"\n{SAYS}'
    said = spoilt(world, V, NOTE, gate + NOTE)
    start = f"{V}: gates.0.expression is {expression!r}. Expected: {expected}"
    assert said.startswith(start)


def test_a_check_must_be_true_or_false(tmp_path: Path) -> None:
    check = f'[[checks]]\ncolumn = "people"\nreason = "r"\nexpression = "note"\n{SAYS}'
    assert spoilt(declared(tmp_path / "data"), V, NOTE, check + NOTE) == (
        f"{V}: checks.0.expression is 'note'. "
        "Expected: a condition that is true or false."
    )


def test_a_cast_that_fails_on_some_row_is_the_declarations_fault(
    tmp_path: Path,
) -> None:
    world = declared(tmp_path / "data")
    world.give("visits", "a.csv", "visit_id,seen_on,note\nv1,2026-01-05,13845671234x\n")
    derived = '[derived.x]\nkind = "integer"\nexpression = "CAST(note AS INTEGER)"\n'
    said = spoilt(world, V, NOTE, derived + NOTE)
    assert said.splitlines()[-1].startswith(
        f"{V}: derived, checks and gates. Expected: expressions that can be computed "
        "for every row (TRY_CAST gives nothing where CAST fails): Conversion Error: "
    )
    assert "13845671234" not in said


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "sources/cases.toml",
            "[clock]",
            '[clock]\nstart = "begun"',
            "sources/cases.toml: clock.start is 'begun'. "
            "Expected: a column of the source.",
        ),
        (
            "sources/cases.toml",
            "[clock]",
            '[clock]\nstart = "case_id"',
            "sources/cases.toml: clock.start is 'case_id'. "
            "Expected: a column of kind date or timestamp.",
        ),
        (
            "sources/cases.toml",
            '"case_pauses"',
            '"breaks"',
            "sources/cases.toml: clock.pauses is 'breaks'. "
            "Expected: the name of a source.",
        ),
        (
            "sources/case_pauses.toml",
            "columns.extra_days",
            "columns.days",
            "sources/case_pauses.toml: columns. Expected: extra_days too, as "
            "cases.toml stops its clock by this source.",
        ),
        (
            "sources/cases.toml",
            "[columns.case_id]",
            '[columns.case_id]\nkind = "integer"',
            "sources/cases.toml: columns.case_id.kind is 'integer'. "
            'Expected: "text", by which case_pauses names the cases it stops.',
        ),
        (
            "reference/calendar.csv",
            None,
            "",
            "sources/cases.toml: clock. Expected: reference/calendar.csv to count "
            "days by, or clock.deadline, the column that holds the deadline itself.",
        ),
        (
            "reference/channels.csv",
            None,
            "channel,name_zh,name_en\n",
            "sources/ratings.toml: columns.channel.kind is 'channel'. "
            "Expected: a kind whose reference table exists in reference/.",
        ),
    ],
)
def test_what_a_source_needs_of_others_is_named(
    tmp_path: Path, file: str, old: str | None, new: str, sentence: str
) -> None:
    assert spoilt(declared(tmp_path / "data"), file, old, new) == sentence
