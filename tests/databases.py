"""Throw-away database servers: each runs in a temporary folder, on a free loopback port, as an unprivileged user.

`postgres_server()` and `mariadb_server()` are context managers that yield connection values: host, port, database, user,
password. The login in them owns the server; `new_database` makes an empty database beside the first one, `execute` runs a
script. A server ends with its block, and with this process even if that is killed. To add one: its programs, its options,
one context manager made of `_running`.
"""

from __future__ import annotations

import ctypes
import ipaddress
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

Values = dict[str, Any]

PASSWORD = "canary-pa%ss w'o\"rd"  # awkward on purpose; no message may ever show it
_START_TIMEOUT_S = 60
_numbers = itertools.count(1)


class ServerMissing(RuntimeError):
    """A program that the tests need is not installed; the message is the command to type."""


class ServerFailed(RuntimeError):
    """A server did not start; the message ends with its log."""


@contextmanager
def postgres_server(tls: bool = False) -> Iterator[Values]:
    """A PostgreSQL server of its own; with `tls`, its self-made certificate is in the values. Raises ServerMissing."""
    initdb = _find("PostgreSQL", "initdb", "postgresql", "/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin")
    with _folder() as (folder, user):
        secret = folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        login = ["--username=owner", "--auth=scram-sha-256", f"--pwfile={secret}"]
        plain = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        _prepare([initdb, f"--pgdata={folder}/data", *login, *plain], user)
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "shared_buffers": "64MB",
            "max_connections": "60",
        }
        values = {"host": "127.0.0.1", "port": 0, "database": "postgres", "user": "owner", "password": PASSWORD}
        if tls:
            certificate, key = _make_certificate(folder, user)
            settings |= {"ssl": "on", "ssl_cert_file": str(certificate), "ssl_key_file": str(key)}
            values["certificate"] = str(certificate)
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        program = [initdb.with_name("postgres"), "-D", folder / "data", *options, "-p"]
        with _running(program, "{port}", values, user, folder, connect_postgres, signal.SIGQUIT):
            yield values


@contextmanager
def pgbouncer(server: Values) -> Iterator[Values]:
    """PgBouncer before that PostgreSQL server, in transaction mode: a transaction gets whichever of two connections is free.

    Raises ServerMissing.
    """
    program = _find("PgBouncer", "pgbouncer", "pgbouncer", "/usr/sbin")
    with _folder() as (folder, user):
        quoted = server["password"].replace('"', '""')
        (folder / "users").write_text(f'"{server["user"]}" "{quoted}"\n')
        lines = (
            "[databases]",
            f"* = host={server['host']} port={server['port']}",
            "[pgbouncer]",
            "listen_addr = 127.0.0.1",
            "listen_port = PORT",
            "unix_socket_dir =",
            "auth_type = scram-sha-256",
            f"auth_file = {folder}/users",
            "pool_mode = transaction",
            "default_pool_size = 2",
            "max_client_conn = 50",
        )
        (folder / "form").write_text("\n".join(lines))
        for name in ("users", "form"):
            (folder / name).chmod(0o644)
        fill = f"sed s/PORT/$0/ {folder}/form > {folder}/ini && exec {program} -q {folder}/ini"
        values = {**server, "port": 0}
        with _running(["/bin/sh", "-c", fill], "{port}", values, user, folder, connect_postgres, signal.SIGTERM):
            yield values


@contextmanager
def mariadb_server(tls: bool = False) -> Iterator[Values]:
    """A MariaDB server of its own; with `tls`, its self-made certificate is in the values. Raises ServerMissing."""
    install = _find("MariaDB", "mariadb-install-db", "mariadb-server", "/usr/bin", "/usr/local/bin")
    program = _find("MariaDB", "mariadbd", "mariadb-server", "/usr/sbin", "/usr/local/sbin", "/usr/bin")
    with _folder() as (folder, user):
        place = ["--no-defaults", f"--datadir={folder}/data", "--innodb-log-file-size=16M"]
        _prepare([install, *place, "--auth-root-authentication-method=normal", "--skip-test-db"], user)
        start = folder / "start.sql"
        quoted = PASSWORD.replace("'", "''")
        start.write_text(
            f"CREATE USER owner@'%' IDENTIFIED BY '{quoted}';\nGRANT ALL ON *.* TO owner@'%' WITH GRANT OPTION;\n"
            "CREATE DATABASE main;\n"
        )
        start.chmod(0o644)
        options = [
            *[
                "--bind-address=127.0.0.1",
                f"--socket={folder}/socket",
                f"--pid-file={folder}/pid",
                f"--init-file={start}",
            ],
            *["--skip-log-bin", "--skip-name-resolve", "--character-set-server=utf8mb4", "--performance-schema=OFF"],
            *["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=64M"],
        ]
        values = {"host": "127.0.0.1", "port": 0, "database": "main", "user": "owner", "password": PASSWORD}
        if tls:
            certificate, key = _make_certificate(folder, user)
            options += [f"--ssl-cert={certificate}", f"--ssl-key={key}"]
            values["certificate"] = str(certificate)
        else:
            options.append("--skip-ssl")
        with _running(
            [program, *place, *options], "--port={port}", values, user, folder, connect_mysql, signal.SIGKILL
        ):
            yield values


def connect_postgres(values: Values) -> Any:
    """A plain psycopg2 connection, committing each statement."""
    import psycopg2

    names = {"host": "host", "port": "port", "dbname": "database", "user": "user", "password": "password"}
    connection = psycopg2.connect(connect_timeout=5, **{name: values[ours] for name, ours in names.items()})
    connection.autocommit = True
    return connection


def connect_mysql(values: Values) -> Any:
    """A plain pymysql connection, committing each statement."""
    import pymysql

    names = ("host", "port", "user", "password", "database")
    return pymysql.connect(**{name: values[name] for name in names}, connect_timeout=5, autocommit=True)


def execute(connect: Callable[[Values], Any], values: Values, *statements: str) -> list[tuple[Any, ...]]:
    """Run statements with `connect_postgres` or `connect_mysql`; the rows of the last one."""
    connection = connect(values)
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []
    finally:
        connection.close()


def new_database(connect: Callable[[Values], Any], values: Values) -> Values:
    """The same values with a new, empty database; a test that writes takes its own."""
    name = f"db_{os.getpid()}_{next(_numbers)}"
    execute(connect, values, f"CREATE DATABASE {name}")
    return {**values, "database": name}


# ── how a server is found, started and ended ─────────────────────────────────────────────────────────────────────────────


def _find(product: str, program: str, package: str, *folders: str) -> Path:
    places = [place for folder in folders for place in sorted(Path("/").glob(f"{folder[1:]}/{program}"), reverse=True)]
    on_path = shutil.which(program)
    if on_path:
        places.append(Path(on_path))
    if not places:
        raise ServerMissing(f"{product} is missing. Type: sudo apt-get install --yes {package}")
    return places[0]


@contextmanager
def _folder() -> Iterator[tuple[Path, dict[str, Any]]]:
    """A folder of the user that the server will run as, and how subprocess becomes that user."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"datamind-server-{os.getpid()}-"))
    user: dict[str, Any] = {"env": {**os.environ, "HOME": str(folder)}, "cwd": folder, "stdin": subprocess.DEVNULL}
    if os.geteuid() == 0:  # the servers refuse to run as root
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        user |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    try:
        yield folder, user
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_certificate(folder: Path, user: dict[str, Any]) -> tuple[Path, Path]:
    """A certificate for this machine that nobody else has signed, and its key, both the server's own."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=localhost")
    now = datetime.now(UTC)
    names: list[x509.GeneralName] = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    certificate, secret = folder / "server.crt", folder / "server.key"
    certificate.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(key.private_bytes(*plain))
    secret.chmod(0o600)
    folder.chmod(0o755)
    if "user" in user:
        os.chown(secret, user["user"], user["group"])
    return certificate, secret


def _sweep() -> None:
    """Remove the folders of runs that were killed."""
    for folder in Path(tempfile.gettempdir()).glob("datamind-server-*-*"):
        owner = folder.name.split("-")[2]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def _prepare(command: list[Any], user: dict[str, Any]) -> None:
    done = subprocess.run(command, **user, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise ServerFailed(f"{command[0]} failed:\n{done.stdout[-3000:]}")


@contextmanager
def _running(
    command: list[Any],
    port_option: str,
    values: Values,
    user: dict[str, Any],
    folder: Path,
    connect: Callable[[Values], Any],
    death_signal: signal.Signals,
) -> Iterator[None]:
    """Start the server on a free port (written into `values`), wait until it answers, end it with the block."""
    log = folder / "log"
    for _attempt in range(3):  # somebody may take the port between finding and using it
        values["port"] = _free_port()
        words = [*command, port_option.format(port=values["port"])]
        with log.open("ab") as output:
            die = _die_with_parent(death_signal)
            server = subprocess.Popen(words, **user, stdout=output, stderr=output, preexec_fn=die)  # noqa: PLW1509 - ends with us
        try:
            if _answers(server, values, connect):
                yield
                return
            if server.poll() is None:
                break
        finally:
            _end(server)
    raise ServerFailed(f"{command[0]} did not start:\n{log.read_text(errors='replace')[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _die_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """For the child, after it has changed its user (a change of user would undo it)."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def ask_kernel() -> None:
        if libc is not None:
            libc.prctl(1, int(death_signal))  # PR_SET_PDEATHSIG

    return ask_kernel


def _answers(server: subprocess.Popen[bytes], values: Values, connect: Callable[[Values], Any]) -> bool:
    import psycopg2
    import pymysql

    give_up_at = time.monotonic() + _START_TIMEOUT_S
    while server.poll() is None and time.monotonic() < give_up_at:
        try:
            connect(values).close()
            return True
        except (psycopg2.OperationalError, pymysql.err.OperationalError):
            time.sleep(0.05)
    return False


def _end(server: subprocess.Popen[bytes]) -> None:
    for ending in (signal.SIGINT if "postgres" in str(server.args) else signal.SIGTERM, signal.SIGKILL):
        if server.poll() is None:
            server.send_signal(ending)
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                continue
