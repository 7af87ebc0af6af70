"""The handbook: what the method page says, and every scheme, as one Markdown text."""

from dataclasses import replace

from dashboard import store
from dashboard.drawings import drawn_once
from dashboard.handbook import contents, declared, printing, scheme
from dashboard.handbook.blocks import Section
from dashboard.i18n import language, t
from dashboard.markdown import plain


@drawn_once
def text() -> str:
    """The handbook in the reader's language, of what the reader may see."""
    sections = _sections()
    (publication,) = store.rows("publication")
    parts = [
        f"# {t('handbook.title', workspace=plain(publication.workspace_name))}",
        t("handbook.intro"),
        printing.table(declared.hashes()),
        f"## {t('handbook.contents')}",
        printing.contents(sections),
        *map(printing.printed, sections),
    ]
    return "\n\n".join(parts) + "\n"


def file_name() -> str:
    """handbook-20261031-0123456789-en.md"""
    return f"handbook-{store.publication().version}-{language()}.md"


def _sections() -> tuple[Section, ...]:
    schemes = list(contents.schemes().values())
    rest = (
        replace(
            scheme.section(other, is_worked=False),
            title=t("handbook.other_scheme", name=plain(other.name)),
        )
        for other in schemes[1:]
    )
    editions = declared.editions()
    return (
        *contents.of_scheme(schemes[0] if schemes else None),
        *rest,
        *contents.of_rules(),
        *([editions] if editions else []),
    )
