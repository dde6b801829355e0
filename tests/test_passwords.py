"""Passwords: what is easy to guess is refused in a sentence; hashes are bcrypt."""

import pytest

from datamind.errors import InvalidInput
from datamind.passwords import check_new, fits, hash_password


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "elevenchars",
        "aaaaaaaaaaaaaaa",
        "abababababab",
        "123456789012",
        "Password1234",
        "zyxwvutsrqpon",
        "owner1234567",
        "é" * 40,
    ],
)
def test_a_weak_or_unusable_password_is_refused(password: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_new(password, "owner")
    assert refused.value.field == "password"
    assert not password or len(password) < 6 or password not in str(refused.value)


@pytest.mark.parametrize("password", ["four quiet words here", "Ω-μέγα is a letter", "x7#kQ!92mz@p"])
def test_a_good_one_is_taken(password: str) -> None:
    check_new(password, "owner")
    hashed = hash_password(password)
    assert hashed.startswith("$2b$12$")
    assert fits(password, hashed)
    assert not fits(password + "x", hashed)
    assert not fits(password, None)


def test_more_than_bcrypt_reads_never_fits() -> None:
    hashed = hash_password("x" * 72)
    assert fits("x" * 72, hashed)
    assert not fits("x" * 73, hashed)
