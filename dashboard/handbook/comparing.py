"""Who is compared with whom, and what a mix of items lets expect."""

from dashboard import store
from dashboard.handbook import worked
from dashboard.handbook.blocks import Section, Table, Text
from dashboard.i18n import t
from dashboard.markdown import plain


def peer_groups() -> Section | None:
    """Every group with its members; None without groups."""
    groups = store.fetch("method_peer_groups")
    if groups.empty:
        return None
    comma = t("place.comma")
    table = Table({
        t("method.peer_group"): groups.name.map(plain).tolist(),
        t("method.members"): [plain(comma.join(each)) for each in groups.members],
    })  # fmt: skip
    return Section("peer-groups", t("method.peer_groups"), (table,))


def case_mix() -> Section | None:
    """How hard and easy items are allowed for; None where it is not told."""
    told = worked.example("case_mix")
    if not told:
        return None
    return Section(
        "case-mix", t("method.case_mix"), (Text(t("method.case_mix_words")), *told)
    )
