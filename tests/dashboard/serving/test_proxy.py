"""The printed configuration; what it does is tried in tests/replicas."""

import re

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.terminal import WrongCall


def printed(*words: str) -> str:
    ran = CliRunner().invoke(app, ["nginx", "--host", "example.gov.cn", *words])
    if ran.exception and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    assert ran.exit_code == 0
    return ran.stdout


def upstream(text: str, name: str) -> list[str]:
    (inside,) = re.findall(rf"upstream {name} \{{(.*?)\}}", text, re.DOTALL)
    return [line.strip() for line in inside.strip().splitlines()]


def test_every_replica_is_the_first_of_its_own_and_stands_in_for_the_others() -> None:
    text = printed("--replicas", "3", "--port", "9000")
    every = [f"server 127.0.0.1:{port} max_fails=0;" for port in (9000, 9001, 9002)]
    assert upstream(text, "govscore") == ["least_conn;", *every]
    assert upstream(text, "govscore_2") == [
        every[1],
        every[0].replace(";", " backup;"),
        every[2].replace(";", " backup;"),
    ]


def test_without_a_certificate_it_is_plain_and_its_cookie_not_secure() -> None:
    text = printed()
    assert "listen 80;" in text and "ssl" not in text and "; Secure" not in text


def test_with_one_plain_readers_are_led_to_tls_and_the_cookie_is_secure() -> None:
    text = printed("--certificate", "/etc/c.pem", "--key", "/etc/k.pem")
    assert "listen 443 ssl http2;" in text
    assert "return 301 https://$host$request_uri;" in text
    assert text.count("; Secure") == 2


@pytest.mark.parametrize(
    ("listen", "plain"),
    [
        ("443", ["80"]),
        ("10.0.0.1:443", ["10.0.0.1:80"]),
        ("[::]:443", ["[::]:80"]),
        # A browser would be led to the usual port, where nobody listens.
        ("8443", []),
        ("127.0.0.1:9443", []),
        ("443:9000", []),
    ],
)
def test_plain_readers_are_waited_for_where_tls_has_its_usual_port(
    listen: str, plain: list[str]
) -> None:
    of_tls = ("--certificate", "/etc/c.pem", "--key", "/etc/k.pem", "--listen", listen)
    found = re.findall(r"listen (\S+)( ssl http2)?;", printed(*of_tls))
    assert found == [*((each, "") for each in plain), (listen, " ssl http2")]


def test_replicas_of_other_machines_take_the_place_of_those_here() -> None:
    text = printed("--replica", "10.0.0.5:8501", "--replica", "10.0.0.6:8501")
    assert "127.0.0.1" not in text
    assert r'"~(^|[, ])10\.0\.0\.6:8501$" 2;' in text


@pytest.mark.parametrize(
    "words",
    [
        ("--listen", "80; root /"),
        ("--replica", "10.0.0.5:8501; }"),
        ("--certificate", "/etc/c.pem"),
    ],
)
def test_what_would_be_another_configuration_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(WrongCall):
        printed(*words)
