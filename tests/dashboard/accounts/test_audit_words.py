"""What the audit log tells has words, so that an administrator can read it."""

import ast
from pathlib import Path

import pytest

from dashboard import i18n
from dashboard.assessments.transitions import Event

_CODE = Path(i18n.__file__).parent


def recorded() -> set[str]:
    """Every action the code gives to audit.record as it stands."""
    return {
        str(text.value)
        for path in _CODE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "audit.record"
        and isinstance(call.args[2], ast.Constant | ast.IfExp)
        for text in _texts(call.args[2])
    }


def _texts(node: ast.expr) -> list[ast.Constant]:
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body), *_texts(node.orelse)]
    assert isinstance(node, ast.Constant)
    return [node]


@pytest.mark.parametrize("language", i18n.LOCALES)
def test_every_action_has_words(language: str) -> None:
    actions = recorded() | {f"assessment.{event}" for event in Event}
    assert {"signed_in", "account_added", "sign_in_refused"} <= actions
    unsaid = {
        action
        for action in actions
        if i18n.said_in(language, f"audit.action_{action}").startswith("audit.")
    }
    assert unsaid == set()
