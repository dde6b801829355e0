"""Settings: every variable is declared, every bad value is refused in a sentence that names it."""

import dataclasses
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from datamind.errors import SettingsError
from datamind.settings import VARIABLES, Settings

FERNET = "h0qmKlUq3dV7Q3nq4r8bW0XcJ2v1s9T5u6y7z8A9B0c="
CANARIES = {
    "DATAMIND_SECRET_KEYS": FERNET,
    "DATAMIND_COOKIE_KEY": "canary-cookie-0123456789-abcdefghijklmn",
    "DATAMIND_ANTHROPIC_API_KEY": "sk-ant-canary-0123456789",
    "DATAMIND_STORE_URL": "postgresql://u:canary-store-pw@localhost/x",
}


def read(home: Path, **given: str) -> Settings:
    return Settings.from_env({"DATAMIND_HOME": str(home), **given})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATAMIND_SECRET_KEYS", "short"),
        ("DATAMIND_SECRET_KEYS", "changeme" * 6),
        ("DATAMIND_SECRET_KEYS", f"{FERNET},nonsense"),
        ("DATAMIND_COOKIE_KEY", "short"),
        ("DATAMIND_COOKIE_KEY", "change-me-change-me-change-me-change-me"),
        ("DATAMIND_COOKIE_KEY", "a" * 64),
        ("DATAMIND_ANTHROPIC_API_KEY", "your-key-goes-here-0000"),
        ("DATAMIND_ANTHROPIC_API_KEY", "sk"),
        ("DATAMIND_ANTHROPIC_BASE_URL", "ftp://example.test"),
        ("DATAMIND_STORE_URL", "mysql://localhost/x"),
        ("DATAMIND_ROW_LIMIT", "many"),
        ("DATAMIND_ROW_LIMIT", "0"),
        ("DATAMIND_QUERY_TIMEOUT_S", "nan"),
        ("DATAMIND_PORT", "70000"),
        ("DATAMIND_ALLOW_PRIVATE_HOSTS", "perhaps"),
        ("DATAMIND_CLAUDE_EFFORT", "heroic"),
        ("DATAMIND_CLAUDE_PRICES", "sonnet=1"),
        ("DATAMIND_LOG_LEVEL", "LOUD"),
        ("DATAMIND_ROW_LIMTI", "5"),
    ],
)
def test_a_bad_value_ends_the_start_with_one_sentence_that_names_the_variable(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, **{name: value})
    sentence = str(refused.value)
    assert name in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert value not in sentence or name.endswith(("LIMTI",)) or len(value) < 6


def test_every_variable_is_a_field_and_every_field_a_variable() -> None:
    fields = {field.name: field for field in dataclasses.fields(Settings)}
    assert list(fields) == [variable.field for variable in VARIABLES]
    for variable in VARIABLES:
        assert variable.help
        assert fields[variable.field].repr is not variable.secret


def test_secrets_do_not_show_in_repr(tmp_path: Path) -> None:
    settings = read(tmp_path, **CANARIES)
    for canary in CANARIES.values():
        assert canary not in repr(settings)
    assert settings.secret_keys == (FERNET,)


def test_the_first_start_makes_keys_that_only_their_owner_reads(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    first, second = read(home), read(home)
    file = home / "keys.env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (first.secret_keys, first.cookie_key) == (second.secret_keys, second.cookie_key)
    assert [path.name for path in home.iterdir()] == ["keys.env"]


def test_keys_that_others_can_read_are_refused(tmp_path: Path) -> None:
    read(tmp_path)
    (tmp_path / "keys.env").chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        read(tmp_path)


def test_two_first_starts_at_once_agree_on_the_keys(tmp_path: Path) -> None:
    script = "from datamind.settings import Settings; s = Settings.from_env(); print(s.secret_keys, s.cookie_key)"
    environ = {"PATH": os.environ["PATH"], "DATAMIND_HOME": str(tmp_path / "home"), "PYTHONPATH": os.getcwd()}
    starts = [
        subprocess.Popen([sys.executable, "-c", script], env=environ, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert len({start.communicate()[0] for start in starts}) == 1
    assert all(start.returncode == 0 for start in starts)


def test_a_store_on_a_server_makes_no_keys_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="DATAMIND_SECRET_KEYS is missing"):
        read(tmp_path, DATAMIND_STORE_URL="postgresql://localhost/x")
    assert not list(tmp_path.iterdir())


def test_without_keeping_keys_nothing_is_written(tmp_path: Path) -> None:
    Settings.from_env({"DATAMIND_HOME": str(tmp_path / "home")}, keep_keys=False)
    assert not (tmp_path / "home").exists()


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="DATAMIND_HOME"):
        read(tmp_path / "file" / "home")


def test_a_folder_that_holds_the_store_is_no_sqlite_folder(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with pytest.raises(SettingsError, match="DATAMIND_SQLITE_FOLDERS"):
        read(home, DATAMIND_SQLITE_FOLDERS=str(tmp_path))
    assert tmp_path / "beside" in read(home, DATAMIND_SQLITE_FOLDERS=str(tmp_path / "beside")).sqlite_folders


def test_the_plain_name_of_the_api_key_is_taken_too(tmp_path: Path) -> None:
    assert read(tmp_path, ANTHROPIC_API_KEY="sk-ant-0123456789abc").anthropic_api_key == "sk-ant-0123456789abc"


def test_the_cookie_travels_over_https_only_where_the_address_says_so(tmp_path: Path) -> None:
    assert not read(tmp_path).secure_cookie
    assert read(tmp_path, DATAMIND_PUBLIC_URL="https://data.example.test/").secure_cookie
