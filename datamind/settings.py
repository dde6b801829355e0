"""What a process is told by its environment: `Settings.from_env()` reads it once, checks it, and freezes it.

In: the DATAMIND_* variables (declared in `variables.py`; the README's table is made from them) and, for convenience, the
plain ANTHROPIC_API_KEY. Out: a frozen `Settings`, or a SettingsError of one sentence that names the variable.
To add one: a line in `VARIABLES` and a field of the same name in `Settings`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datamind.errors import SettingsError
from datamind.keys import make_keys, read_keys, reread_secret_keys
from datamind.variables import VARIABLES, Price, Variable, describe_variables

__all__ = ["VARIABLES", "Settings", "describe_variables"]


@dataclass(frozen=True)
class Settings:
    """What `VARIABLES` says, read and checked. Secrets never show in `repr`."""

    home: Path
    store_url: str = field(repr=False)
    secret_keys: tuple[str, ...] = field(repr=False)
    cookie_key: str = field(repr=False)
    anthropic_api_key: str | None = field(repr=False)
    anthropic_base_url: str | None
    claude_model: str
    claude_small_model: str
    claude_effort: str
    claude_deadline_s: float
    claude_prices: Mapping[str, Price]
    claude_budget_usd: float
    claude_person_budget_usd: float
    ledger_days: int
    row_limit: int
    result_mb: int
    query_timeout_s: float
    profile_budget_s: float
    repairs: int
    claude_votes: int
    allow_private_hosts: bool
    denied_hosts: tuple[str, ...]
    sqlite_folders: tuple[Path, ...]
    upload_mb: int
    upload_quota_mb: int
    refresh_interval_s: float
    scheduler_tick_s: float
    scheduler_lease_s: float
    alert_queries: int
    report_days: int
    report_domains: tuple[str, ...]
    host: str
    port: int
    public_url: str
    session_idle_s: float
    session_life_s: float
    questions_per_minute: int
    runs_per_minute: int
    uploads_per_minute: int
    exports_per_minute: int
    metrics_token: str | None = field(repr=False)
    log_level: str

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, *, keep_keys: bool = True) -> Settings:
        """Read and check the environment; on a first embedded start, make the home folder and its keys.

        Without `keep_keys` nothing is written: keys that are not there are made up for this process alone (for commands
        that need no store). Raises: SettingsError, one sentence that names the variable.
        """
        given = dict(os.environ if environ is None else environ)
        known = {variable.name for variable in VARIABLES}
        for name in sorted(given):
            if name.startswith("DATAMIND_") and name not in known:
                raise SettingsError(f"{name} is not a setting of DataMind: check its spelling or remove it.")
        if given.get("ANTHROPIC_API_KEY") and not given.get("DATAMIND_ANTHROPIC_API_KEY"):
            given["DATAMIND_ANTHROPIC_API_KEY"] = given["ANTHROPIC_API_KEY"]
        home = _read(VARIABLES[0], given)
        if not (given.get("DATAMIND_SECRET_KEYS") and given.get("DATAMIND_COOKIE_KEY")):
            given = (read_keys(home, given) if keep_keys else make_keys()) | given
        values = {variable.field: _read(variable, given) for variable in VARIABLES}
        values["store_url"] = _store_url(values["store_url"], home)
        values["sqlite_folders"] = (home / "databases", home / "sample", *_outside(values["sqlite_folders"], home))
        values["public_url"] = values["public_url"] or f"http://{_shown_host(values['host'])}:{values['port']}"
        return cls(**values)

    def read_secret_keys_again(self) -> tuple[str, ...]:
        """The keys in HOME/keys.env as they are now, where today's are from there; else today's. Somebody may have rotated them."""
        return reread_secret_keys(self.home, self.secret_keys)

    @property
    def secure_cookie(self) -> bool:
        """Whether the session's cookie may travel over https only."""
        return self.public_url.startswith("https://")

    @property
    def files_folder(self) -> Path:
        """Where uploads live, one folder an org."""
        return self.home / "files"

    @property
    def embedded(self) -> bool:
        """Whether the store is a SQLite file."""
        return self.store_url.startswith("sqlite")


def _read(variable: Variable, given: Mapping[str, str]) -> Any:
    text = given.get(variable.name, "").strip() or variable.default
    if text is None:
        if variable.field in ("secret_keys", "cookie_key"):
            raise SettingsError(f"{variable.name} is missing: set it, or unset both keys to have them generated.")
        return None
    try:
        return variable.read(text)
    except ValueError as error:
        raise SettingsError(f"{variable.name} {error}.") from None


def _store_url(url: str | None, home: Path) -> str:
    if url is None:
        return f"sqlite:///{home / 'store.sqlite'}"
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg2://")):
        raise SettingsError("DATAMIND_STORE_URL must begin with sqlite:/// or postgresql://.")
    return url


def _outside(folders: tuple[Path, ...], home: Path) -> tuple[Path, ...]:
    for folder in folders:
        if home.resolve().is_relative_to(folder.resolve()):
            raise SettingsError(
                f"DATAMIND_SQLITE_FOLDERS names {folder}, which holds DataMind's own store: name a folder beside it."
            )
    return folders


def _shown_host(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host  # noqa: S104 (a comparison)
