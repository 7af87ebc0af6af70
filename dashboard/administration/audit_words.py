"""What an entry of the audit log says, in words; what has no word stands as it is."""

from typing import Any

from dashboard.accounts.lookup import CONSOLE
from dashboard.database.models.audit import AuditEntry
from dashboard.i18n import t
from dashboard.markdown import plain

_LONGEST = 300


def action(code: str) -> str:
    return _known(f"audit.action_{code}", code)


def who(entry: AuditEntry) -> str:
    """Markdown."""
    if entry.account_id is None and entry.account_name == CONSOLE.name:
        return t("audit.command_line")
    return plain(entry.account_name) or t("audit.nobody")


def what(entry: AuditEntry) -> str:
    """The action, what it was done to, and how; Markdown."""
    said = f"**{plain(action(entry.action))}** {plain(entry.target)}"
    how = "; ".join(_told(entry.details))
    cut = how if len(how) <= _LONGEST else how[:_LONGEST] + "…"
    return f"{said}  :gray[{plain(cut)}]" if cut else said


def _told(details: dict[str, Any]) -> list[str]:
    """Each detail that says something; of a change what is different after it."""
    before, after = details.get("before"), details.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            f"{_name(key)}: {_value(before.get(key))} → {_value(after[key])}"
            for key in after
            if before.get(key) != after[key]
        ]
    return [
        f"{_name(key)}: {_value(value)}"
        for key, value in details.items()
        if value not in (None, "", [], {})
    ]


def _name(key: str) -> str:
    return _known(f"audit.detail_{key}", key)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return t("place.comma").join(str(each) for each in value) or t("audit.empty")
    return t("audit.empty") if value is None else str(value)


def _known(key: str, otherwise: str) -> str:
    said = t(key)
    return otherwise if said == key else said
