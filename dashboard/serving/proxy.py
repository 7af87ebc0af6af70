"""The configuration of nginx for several replicas, made from nginx.conf.jinja."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, StrictUndefined

_TEMPLATE = Path(__file__).parent / "nginx.conf.jinja"


@dataclass(frozen=True)
class Site:
    """What differs between two deployments.

    replicas: where each answers, host and port. certificate and key: files; without
    them it is plain HTTP, for behind something else that speaks TLS. listen: a port, or
    an address with one. cache: a folder that nginx may make.
    """

    host: str
    replicas: Sequence[str]
    listen: str
    cache: str
    certificate: str = ""
    key: str = ""

    @property
    def plain(self) -> str:
        """Where readers come without TLS, to be sent on: "" where TLS has another port
        than its own, to which a browser would not find.
        """
        address, is_usual, more = self.listen.rpartition("443")
        tls = self.certificate and is_usual and not more and address[-1:] in ("", ":")
        return f"{address}80" if tls else ""


def configuration(site: Site) -> str:
    """The text for a file that the http block of nginx includes."""
    environment = Environment(
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        # Not a page: nothing here is escaped, and everything is checked before.
        autoescape=False,
    )
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    return template.render(
        vars(site), plain=site.plain, secure="; Secure" if site.certificate else ""
    )
