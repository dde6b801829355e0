"""Where connections may lead: hosts in every spelling, and SQLite files."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from datamind.connectors.network import NetworkPolicy, check_file, check_host, resolve_host
from datamind.errors import ConnectFailed

OPEN, CLOSED = NetworkPolicy(), NetworkPolicy(allow_private=False)

NEVER = (
    *("169.254.169.254", "169.254.0.1", "2852039166", "0xA9FEA9FE", "0xa9.0xfe.0xa9.0xfe", "0251.0376.0251.0376"),
    *("169.254.43518", "::ffff:169.254.169.254", "[::ffff:a9fe:a9fe]", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1"),
    *("fe80::1", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "0.0.0.0", "0", "::", "[::]", "224.0.0.1"),
    *("255.255.255.255", "ff02::1", "::169.254.169.254"),
)
PRIVATE = (
    *(
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "localhost",
        "::1",
        "[::1]",
        "::ffff:127.0.0.1",
    ),
    *("10.0.0.5", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "fc00::1", "fd12::1", "64:ff9b::7f00:1"),
)
PUBLIC = ("8.8.8.8", "2001:4860:4860::8888", "172.32.0.1", "11.0.0.1")
NO_NAMES = (
    *(
        "",
        " ",
        "/var/run/postgresql",
        "/tmp",
        "@abstract",
        "a b",
        "db.example,other",
        "db:5432",
        "db;x",
        "db?sslmode=x",
        "u@db",
    ),
    *(
        "http://db",
        "\\\\db\\pipe",
        "db\n",
        "db\0x",
        "-oProxy",
        "db/../x",
        "%00",
        "fe80::1%eth0",
        "x" * 300,
        "ⅼocalhost",
        "１２７.0.0.1",
    ),
    *("host=evil", "'db'", "..", ".db", "$(id)"),
)


@pytest.mark.parametrize("host", NEVER)
@pytest.mark.parametrize("policy", [OPEN, CLOSED])
def test_metadata_and_link_local_are_never_allowed(host: str, policy: NetworkPolicy) -> None:
    with pytest.raises(ConnectFailed) as caught:
        check_host(host, policy)
    assert caught.value.step == "address"


@pytest.mark.parametrize("host", PRIVATE)
def test_private_addresses_are_a_setting(host: str) -> None:
    assert check_host(host, OPEN)
    with pytest.raises(ConnectFailed, match="private addresses are switched off"):
        check_host(host, CLOSED)


@pytest.mark.parametrize("host", PUBLIC)
def test_public_addresses_are_allowed(host: str) -> None:
    assert check_host(host, CLOSED) == host


@pytest.mark.parametrize("host", NO_NAMES)
def test_what_is_no_host_name_is_refused(host: str) -> None:
    with pytest.raises(ConnectFailed) as caught:
        check_host(host, OPEN)
    assert caught.value.step == "address"


@pytest.mark.parametrize("denied", ["8.8.0.0/16", "8.8.8.8", "dns.example", ".example"])
def test_the_operator_denies_more(denied: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, "8.8.8.8")
    assert check_host("dns.example", OPEN) == "8.8.8.8"
    with pytest.raises(ConnectFailed):
        check_host("dns.example", NetworkPolicy(denied=(denied,)))


def answer_with(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    asked: list[str] = []

    def look_up(host: str, *_rest: object, **_named: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


def test_a_name_is_resolved_once_and_every_address_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answer_with(monkeypatch, "8.8.8.8", "9.9.9.9", "8.8.8.8")
    assert resolve_host("db.example", CLOSED) == ("8.8.8.8", "9.9.9.9")
    assert asked == ["db.example"]
    answer_with(monkeypatch, "8.8.8.8", "169.254.169.254")
    with pytest.raises(ConnectFailed):
        resolve_host("rebinding.example", OPEN)


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(ConnectFailed, match=r"There is no host called nowhere\.invalid"):
        check_host("nowhere.invalid", OPEN)


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_only_files_in_the_folders(tmp_path: Path) -> None:
    inside, outside = tmp_path / "data", tmp_path / "secret"
    for folder in (inside, outside):
        folder.mkdir()
        (folder / "a.sqlite").touch()
    (inside / "link.sqlite").symlink_to(outside / "a.sqlite")
    (inside / "door").symlink_to(outside)
    policy = NetworkPolicy(sqlite_folders=(inside,))
    assert check_file(str(inside / "a.sqlite"), policy) == inside / "a.sqlite"
    for path in ("link.sqlite", "door/a.sqlite", "../secret/a.sqlite", "none.sqlite", ".", "a.sqlite\0"):
        with pytest.raises(ConnectFailed) as caught:
            check_file(f"{inside}/{path}", policy)
        assert caught.value.step == "address"
    for path in (f"file:{inside}/a.sqlite", "/etc/passwd", ":memory:", ""):
        with pytest.raises(ConnectFailed):
            check_file(path, policy)
    with pytest.raises(ConnectFailed, match="none is set"):
        check_file(str(inside / "a.sqlite"), NetworkPolicy())
