"""Which addresses and files a connection may lead to: a host name goes in, checked addresses come out.

A name is resolved once, and the connectors connect to the very addresses that were checked, so that a name cannot mean
one thing here and another there. To forbid more: `NetworkPolicy.denied`, or a line in `_NEVER`.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from dataclasses import dataclass
from pathlib import Path

from datamind.errors import ConnectFailed

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

RESOLVE_TIMEOUT_S = 5.0

# Clouds hand out their machine's credentials at these; no database lives there, whatever the operator's settings say.
_NEVER = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "100.100.100.200/32", "168.63.129.16/32"),
        *("::/128", "fe80::/10", "fec0::/10", "ff00::/8", "fd00:ec2::/32", "100::/64"),
    )
)
_PRIVATE = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "192.0.0.0/24"),
        *("198.18.0.0/15", "::1/128", "fc00::/7"),
    )
)
_EMBEDDING = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
_HOST = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_.])?\Z")


@dataclass(frozen=True)
class NetworkPolicy:
    """Where connections may lead. `denied` holds networks ("10.1.0.0/16"), names and endings of names (".corp.example").

    SQLite files must lie in one of `sqlite_folders` once every link is followed; without any, none may be opened.
    """

    allow_private: bool = True
    denied: tuple[str, ...] = ()
    sqlite_folders: tuple[Path, ...] = ()


def check_host(host: str, policy: NetworkPolicy) -> str:
    """The first address of `host`. Raises ConnectFailed (step "address") as `resolve_host` does."""
    return resolve_host(host, policy)[0]


def resolve_host(host: str, policy: NetworkPolicy) -> tuple[str, ...]:
    """Every address of `host`, each allowed by `policy`.

    Raises: ConnectFailed (step "address") for what is no host name, cannot be found, or leads where it must not.
    """
    name = host.strip().removeprefix("[").removesuffix("]")
    if not _is_ipv6(name) and not _HOST.match(name):
        raise _refused(
            f"{_shown(host)} is not a host name: type only the name or the IP address, without port, path or options."
        )
    if any(_names(entry, name) for entry in policy.denied):
        raise _refused(f"Connections to {name} are not allowed here. Ask whoever runs DataMind.")
    addresses = tuple(dict.fromkeys(_look_up(name)))
    for address in addresses:
        _check_address(name, ipaddress.ip_address(address), policy)
    return addresses


def check_file(path: str, policy: NetworkPolicy) -> Path:
    """The real path of an existing file inside the allowed folders. Raises ConnectFailed (step "address")."""
    if "\0" in path or path.lower().startswith("file:"):
        raise _refused("The path must be a plain file name, not a URI.")
    real = Path(path).expanduser().resolve()
    folders = [folder.expanduser().resolve() for folder in policy.sqlite_folders]
    if not any(real.is_relative_to(folder) for folder in folders):
        places = ", ".join(str(folder) for folder in folders) or "(none is set)"
        raise _refused(f"{_shown(path)} is outside the folders that may be used: {places}. Move the file there.")
    if not real.is_file():
        raise _refused(f"There is no file {_shown(path)}. Check the path.")
    return real


def _look_up(name: str) -> list[str]:
    """Ask the resolver, for at most RESOLVE_TIMEOUT_S: it has no time limit of its own."""
    found: list[str] = []
    errors: list[Exception] = []

    def ask() -> None:
        try:
            found.extend(str(entry[4][0]) for entry in socket.getaddrinfo(name, None, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            errors.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(RESOLVE_TIMEOUT_S)
    if asking.is_alive():
        raise _refused(f"The name service did not answer when asked for {name}. Try the IP address, or again later.")
    if errors or not found:
        raise _refused(f"There is no host called {name}. Check the spelling.") from next(iter(errors), None)
    return found


def _check_address(name: str, address: Address, policy: NetworkPolicy) -> None:
    for form in _forms(address):
        never = _within(form, _NEVER) or any(_is_in(form, entry) for entry in policy.denied)
        private = not policy.allow_private and _within(form, _PRIVATE)
        if never or private:
            why = "private addresses are switched off" if private and not never else "that address is not allowed"
            raise _refused(
                f"{name} leads to {address}: {why} here. Use the database's own address, or ask whoever runs DataMind."
            )


def _forms(address: Address) -> list[Address]:
    """The address and every IPv4 address wrapped inside it."""
    forms = [address]
    if isinstance(address, ipaddress.IPv6Address):
        teredo = address.teredo or ()
        forms += [inner for inner in (address.ipv4_mapped, address.sixtofour, *teredo) if inner is not None]
        if _within(address, _EMBEDDING) and int(address) > 1:
            forms.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return forms


def _within(address: Address, networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def _is_in(address: Address, entry: str) -> bool:
    try:
        return _within(address, (ipaddress.ip_network(entry, strict=False),))
    except ValueError:
        return False


def _names(entry: str, name: str) -> bool:
    wanted, given = entry.lower().rstrip("."), name.lower().rstrip(".")
    return given == wanted or (wanted.startswith(".") and given.endswith(wanted))


def _is_ipv6(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).version == 6 and "%" not in name
    except ValueError:
        return False


def _shown(text: str) -> str:
    return repr(text if len(text) <= 100 else text[:100] + "…")


def _refused(message: str) -> ConnectFailed:
    return ConnectFailed(message, step="address")
