"""Why a value is refused: codes for programs, sentences for the sender."""

REASONS: dict[str, str] = {
    "missing": "A value is required and none is given.",
    "not_a_number": "This is not a number.",
    "not_a_date": "This is not a date the source's formats know.",
    "not_a_value": "This is not a value of the column's kind.",
    "out_of_range": "The number lies outside the range the source allows.",
    "unknown_code": "The source's declaration does not know this code.",
    "unknown_city": "No city of reference/cities.csv has this name, code or alias.",
    "unknown_department": "No department of reference/departments.csv has this name.",
    "unknown_item": "No item of reference/items.csv has this code or name.",
    "unknown_channel": "No channel of reference/channels.csv has this name.",
    "unknown_subject": "This names no city, department or organ of the workspace.",
    "not_valid_then": "What this names did not exist on the row's day.",
    "undecodable": "The row holds bytes that are not valid in the file's encoding.",
    "outside_calendar": "A day lies outside reference/calendar.csv; extend it.",
}
