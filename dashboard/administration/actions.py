"""What the actions of the audit log are called; those without a word by their code."""

from dashboard.i18n import t


def words(action: str) -> str:
    key = f"audit.action_{action}"
    said = t(key)
    return action if said == key else said
