"""nginx, the processes of `python -m dashboard serve`, and what they are told."""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.serving import PROJECT, free_port, wait_for

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
# The part of a configuration that is the machine's and not ours.
_AROUND = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx-errors.log;
{user}
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/unused1;
    uwsgi_temp_path {folder}/unused2;
    scgi_temp_path {folder}/unused3;
    include {folder}/govscore.conf;
}}
"""


@dataclass
class Fleet:
    """Where readers come in, and the process that keeps the replicas."""

    address: str
    workspace: Path
    log: Path
    supervisor: subprocess.Popen[bytes]
    certificate: Path

    @property
    def trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))

    def reader(self, replica: int | None = None, **settings: object) -> httpx.Client:
        """A browser without pages; it belongs to a replica if one is named."""
        kept = {} if replica is None else {"govscore_replica": str(replica)}
        return httpx.Client(
            base_url=self.address, verify=self.trusted, cookies=kept, timeout=30,
            trust_env=False, **settings,  # type: ignore[arg-type]
        )  # fmt: skip

    def process_of(self, replica: int) -> int:
        """The process that stands for a replica now, by what the supervisor said."""
        said = self.log.read_text("utf-8")
        found = re.findall(rf"Replica {replica} .* process (\d+)\.", said)
        return int(found[-1])

    def renew(self) -> None:
        """Ask for a rolling restart and wait until it is done."""
        before = self._said("All replicas are renewed")
        self.supervisor.send_signal(signal.SIGHUP)
        self.wait_until("All replicas are renewed", before + 1)

    def wait_until(self, words: str, times: int = 1, seconds: float = 120) -> None:
        until = time.monotonic() + seconds
        while self._said(words) < times:
            assert self.supervisor.poll() is None, self.log.read_text("utf-8")
            assert time.monotonic() < until, self.log.read_text("utf-8")
            time.sleep(0.05)

    def _said(self, words: str) -> int:
        return self.log.read_text("utf-8").count(words)


@contextmanager
def running(
    workspace: Path, store: str, folder: Path, replicas: int = 2
) -> Iterator[Fleet]:
    """Replicas on a store and a published workspace, behind nginx with TLS."""
    assert NGINX
    port, first = free_port(), _free_ports(replicas)
    certificate, key = _certificate(folder)
    made = _command(
        "nginx", "--host", "localhost", "--replicas", str(replicas),
        "--port", str(first), "--listen", f"127.0.0.1:{port}",
        "--cache", folder / "cache", "--certificate", certificate, "--key", key,
    )  # fmt: skip
    text = subprocess.run(made, cwd=PROJECT, check=True, capture_output=True).stdout
    (folder / "govscore.conf").write_bytes(text)
    user = "user root;" if os.geteuid() == 0 else ""
    settings = folder / "nginx.conf"
    settings.write_text(_AROUND.format(folder=folder, user=user), "utf-8")
    log = folder / "serve.log"
    with log.open("wb") as written:
        supervisor = subprocess.Popen(
            _command("serve", "--replicas", str(replicas), "--port", str(first)),
            cwd=PROJECT, stdout=written, stderr=written,
            env={**os.environ, "GOVSCORE_DATA": str(workspace),
                 "GOVSCORE_STORE": store, "GOVSCORE_AUDIENCE": ""},
        )  # fmt: skip
        nginx = subprocess.Popen([NGINX, "-p", folder, "-c", settings], stderr=written)
    fleet = Fleet(f"https://localhost:{port}", workspace, log, supervisor, certificate)
    try:
        wait_for(port, nginx)
        fleet.wait_until("replicas run")
        yield fleet
    finally:
        for process in (supervisor, nginx):
            process.terminate()
            process.wait(timeout=60)


def _command(*words: object) -> list[str]:
    return [sys.executable, "-m", "dashboard", *map(str, words)]


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key


def _free_ports(wanted: int) -> int:
    """The first of so many neighbours that are all free just now."""
    while True:
        first = free_port()
        try:
            held = []
            for port in range(first, first + wanted):
                held.append(socket.socket())
                held[-1].bind(("127.0.0.1", port))
            return first
        except OSError:
            continue
        finally:
            for each in held:
                each.close()
