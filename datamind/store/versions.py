"""The store's version: which there is, which this program needs, and the way from one to the other (Alembic)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from datamind.errors import StoreVersion

HEAD = "0016"
MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x0DA7A317D  # any number, the same in every process


def read_version(connection: Connection) -> str | None:
    """The store's version; None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def check_version(connection: Connection) -> None:
    """Raises StoreVersion unless the store is of this program's version."""
    version = read_version(connection)
    if version == HEAD:
        return
    if version is None or version < HEAD:
        raise StoreVersion("DataMind's store has not been prepared for this version: run `python -m datamind migrate`.")
    raise _newer(version)


def migrate(engine: Engine) -> str:
    """Bring the store to HEAD in one transaction, one process at a time; a sentence on what was done."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        version = read_version(connection)
        if version == HEAD:
            return f"The store is at version {HEAD} already."
        if version is not None and version > HEAD:
            raise _newer(version)
        _upgrade(connection)
    return f"The store was {'made' if version is None else f'brought from version {version}'} to version {HEAD}."


def _upgrade(connection: Connection) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    context = EnvironmentContext(config, scripts, fn=lambda revision, _: scripts._upgrade_revs(HEAD, revision))
    context.configure(connection=connection, target_metadata=None, transactional_ddl=True)
    with context:
        context.run_migrations()


def _newer(version: str) -> StoreVersion:
    return StoreVersion(
        f"DataMind's store is of version {version}, newer than this program ({HEAD}): start the newer program, "
        "or restore a backup."
    )
