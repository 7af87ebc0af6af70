"""The template: all of one's open assignments of a method as a workbook.

One row a subject; a column of scores and one of comments for each item. Two hidden
rows and two hidden columns say what is what, with the revision each row was read at.
Reading it back: workbook_reading.py.
"""

import io
from collections.abc import Callable
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.assessments.rubric import Band, Item, Rubric
from dashboard.assessments.tasks import Task
from dashboard.i18n import t

# First cell of a template: what it is, and by which layout.
MARK = "govscore-assessments-1"
HEADER_ROW, COLUMNS_ROW, TITLE_ROW, FIRST_ROW = 0, 1, 2, 3
ASSIGNMENT, REVISION, SUBJECT, COMMENT = "assignment", "revision", "subject", "comment"
SCORE_OF, COMMENT_OF = "score:", "comment:"
# What a spreadsheet takes for the start of a formula, full-width forms included; the
# apostrophe itself, so that what is shielded can be told from what was so written.
_SHIELDED = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
_WIDTHS = {SUBJECT: 30, COMMENT: 36}

Name = Callable[[dict[str, str]], str]


def columns(rubric: Rubric) -> list[str]:
    """What stands in which column: ids, scores, then comments in the same order."""
    items = [item.item_id for item in rubric.items]
    return [
        ASSIGNMENT,
        REVISION,
        SUBJECT,
        *(f"{SCORE_OF}{item}" for item in items),
        *(f"{COMMENT_OF}{item}" for item in items),
        COMMENT,
    ]


def template(tasks: list[Task], name: Name) -> bytes:
    """A workbook of at least one task, all of one method; `name` chooses a language."""
    rubric = tasks[0].rubric
    written = io.BytesIO()
    options = {
        "in_memory": True,
        # Nothing of what people wrote becomes a formula, a link or a number.
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(written, options) as book:
        formats = _formats(book)
        sheet = book.add_worksheet(t("workbook.sheet"))
        _head(sheet, tasks[0], rubric, name, formats)
        for number, task in enumerate(tasks):
            _row(sheet, FIRST_ROW + number, task, rubric, name, formats)
        _guard(sheet, rubric, len(tasks))
        _explain(book.add_worksheet(t("workbook.rubric_sheet")), rubric, name, formats)
    return written.getvalue()


def shield(text: str) -> str:
    """Text that no spreadsheet runs; unshield gives back what it was."""
    return f"'{text}" if text.lstrip(" ").startswith(_SHIELDED) else text


def unshield(text: str) -> str:
    return text.removeprefix("'")


def heading(column: str, rubric: Rubric, name: Name) -> str:
    """What stands over a column, for people."""
    kind, _, item_id = column.partition(":")
    if item_id:
        item = next(each for each in rubric.items if each.item_id == item_id)
        if f"{kind}:" == SCORE_OF:
            return t("workbook.score_of", item=name(item.names))
        return t("workbook.comment_of", item=name(item.names))
    return {SUBJECT: t("workbook.subject"), COMMENT: t("workbook.comment")}.get(
        column, column
    )


def bands(item: Item, name: Name) -> str:
    """The scale of an item, a line a band: 90–100: …"""
    lines, above = [], "100"
    for band in item.scale:
        lines.append(f"{band_range(band, above)}  {name(band.names)}")
        above = f"{band.from_score:g}"
    return "\n".join(lines)


def band_range(band: Band, above: str) -> str:
    """90–100, or 80–<90: a band reaches up to where the one above begins."""
    return f"{band.from_score:g}–{'' if above == '100' else '<'}{above}"


def _formats(book: Any) -> dict[str, Format]:
    free = {"locked": False, "valign": "top", "border": 1, "border_color": "#D5DBE3"}
    return {
        "hidden": book.add_format({"num_format": "0"}),
        "title": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#F3F5F8",
             "border": 1, "border_color": "#D5DBE3"}
        ),
        "subject": book.add_format({"valign": "top", "bold": True}),
        "score": book.add_format({**free, "num_format": "0.##"}),
        # "@": what is typed stays text.
        "comment": book.add_format({**free, "text_wrap": True, "num_format": "@"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }  # fmt: skip


def _head(
    sheet: Worksheet,
    task: Task,
    rubric: Rubric,
    name: Name,
    formats: dict[str, Format],
) -> None:
    sheet.write_string(HEADER_ROW, 0, MARK)
    sheet.write_number(HEADER_ROW, 1, task.cycle_method_id)
    sheet.write_string(HEADER_ROW, 2, rubric.sha())
    for place, column in enumerate(columns(rubric)):
        sheet.write_string(COLUMNS_ROW, place, column)
        sheet.write_string(
            TITLE_ROW, place, shield(heading(column, rubric, name)), formats["title"]
        )
        width = _WIDTHS.get(column, 12 if column.startswith(SCORE_OF) else 28)
        hidden = {"hidden": column in (ASSIGNMENT, REVISION)}
        sheet.set_column(place, place, width, None, hidden)
        for item in rubric.items:
            if column == f"{SCORE_OF}{item.item_id}":
                size = {"width": 420, "height": 260, "font_size": 9}
                sheet.write_comment(TITLE_ROW, place, bands(item, name), size)
    for hidden_row in (HEADER_ROW, COLUMNS_ROW):
        sheet.set_row(hidden_row, None, None, {"hidden": True})
    sheet.set_row(TITLE_ROW, 44)
    sheet.freeze_panes(FIRST_ROW, 3)


def _row(
    sheet: Worksheet,
    row: int,
    task: Task,
    rubric: Rubric,
    name: Name,
    formats: dict[str, Format],
) -> None:
    for place, column in enumerate(columns(rubric)):
        kind, _, item_id = column.partition(":")
        entry = task.judgement.items.get(item_id)
        if column == ASSIGNMENT:
            sheet.write_number(row, place, task.assignment_id, formats["hidden"])
        elif column == REVISION:
            sheet.write_number(row, place, task.revision, formats["hidden"])
        elif column == SUBJECT:
            words = shield(name(task.subject_names))
            sheet.write_string(row, place, words, formats["subject"])
        elif f"{kind}:" == SCORE_OF:
            if entry is None or entry.score is None:
                sheet.write_blank(row, place, None, formats["score"])
            else:
                sheet.write_number(row, place, entry.score, formats["score"])
        else:
            text = task.judgement.comment if not item_id else ""
            text = entry.comment if entry else text
            sheet.write_string(row, place, shield(text), formats["comment"])


def _guard(sheet: Worksheet, rubric: Rubric, rows: int) -> None:
    """Only scores and comments can be written, and scores from 0 to 100 alone."""
    scores = [
        place
        for place, column in enumerate(columns(rubric))
        if column.startswith(SCORE_OF)
    ]
    sheet.data_validation(
        FIRST_ROW,
        scores[0],
        FIRST_ROW + rows - 1,
        scores[-1],
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": 100,
            "error_title": t("workbook.error_title"),
            "error_message": t("checks.score_range"),
        },
    )
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _explain(
    sheet: Worksheet, rubric: Rubric, name: Name, formats: dict[str, Format]
) -> None:
    """A sheet to read: every item, its weight, and what its scores mean."""
    for place, width in enumerate((24, 10, 90)):
        sheet.set_column(place, place, width)
    for place, key in enumerate(("workbook.item", "workbook.weight", "workbook.scale")):
        sheet.write_string(0, place, t(key), formats["title"])
    for row, item in enumerate(rubric.items, start=1):
        sheet.write_string(row, 0, shield(name(item.names)), formats["wrap"])
        sheet.write_string(row, 1, f"{100 * item.weight:g}%", formats["wrap"])
        sheet.write_string(row, 2, bands(item, name), formats["wrap"])
    sheet.protect()
