"""Which indicators are compared with what their mix of items lets expect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.errors import DeclarationError

if TYPE_CHECKING:
    from pipelines.declarations.workspace import Workspace

NEEDS = ("item_id", "city_id", "department_id")


def check(workspace: Workspace) -> None:
    """Raise DeclarationError for an indicator that has no mix of items."""
    for name in workspace.settings.case_mix_indicators:
        indicator = workspace.indicators.get(name)
        if indicator is None:
            expected = "a declared indicator"
        elif not indicator.is_share or indicator.across or indicator.complement:
            expected = "a share of rows of one source, not a complement"
        elif not set(NEEDS) <= set(workspace.sources[indicator.source].columns):
            expected = f"an indicator whose source has {', '.join(NEEDS)}"
        else:
            continue
        raise DeclarationError(
            workspace.at.workspace, "case_mix_indicators", name, expected
        )
