"""The vault: what is sealed opens, under old keys too, and errors show neither key nor token."""

import pytest
from cryptography.fernet import Fernet

from datamind.errors import VaultError
from datamind.vault import Vault

OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))


def test_what_is_sealed_opens_and_does_not_show() -> None:
    token = Vault((NEW,)).seal("pä%ss w'ord")
    assert "ord" not in token
    assert Vault((NEW,)).open(token) == "pä%ss w'ord"


def test_keys_are_rotated_without_losing_anything() -> None:
    token = Vault((OLD,)).seal("secret")
    both = Vault((NEW, OLD))
    assert both.open(token) == "secret"
    fresh = both.reseal(token)
    assert Vault((NEW,)).open(fresh) == "secret"
    with pytest.raises(VaultError):
        Vault((NEW,)).open(token)


@pytest.mark.parametrize("method", ["open", "reseal"])
def test_a_wrong_key_is_told_without_key_or_token(method: str) -> None:
    token = Vault((OLD,)).seal("secret")
    with pytest.raises(VaultError) as refused:
        getattr(Vault((OTHER,)), method)(token)
    assert token not in str(refused.value)
    assert OTHER not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_key_that_is_none_is_refused() -> None:
    with pytest.raises(VaultError, match="DATAMIND_SECRET_KEYS"):
        Vault(("nonsense",))
