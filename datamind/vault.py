"""Where secrets are sealed: text goes in, a Fernet token comes out, and back.

Keys are given newest first: the newest seals, every one opens. To rotate: put a new key in front, `reseal` every stored
token, then drop the old key. A process that meets a token of a key that it does not know reads the keys again.
"""

from __future__ import annotations

from collections.abc import Callable

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from datamind.errors import VaultError


class Vault:
    """Seals and opens. Never shows a key, a token or a secret in an error."""

    def __init__(self, keys: tuple[str, ...], read_again: Callable[[], tuple[str, ...]] | None = None):
        self._keys, self._read_again = keys, read_again
        self._fernet = _make_fernet(keys)

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, token: str) -> str:
        """Raises VaultError when no key fits."""
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except (InvalidToken, UnicodeDecodeError):
            if self._take_new_keys():
                return self.open(token)
            raise VaultError(
                "A stored secret cannot be opened with today's keys: type it again, or restore the key."
            ) from None

    def _take_new_keys(self) -> bool:
        """Whether somebody has rotated the keys since they were read."""
        keys = self._read_again() if self._read_again else self._keys
        if keys == self._keys:
            return False
        self._keys, self._fernet = keys, _make_fernet(keys)
        return True

    def reseal(self, token: str) -> str:
        """The same secret under the newest key. Raises VaultError when no key fits."""
        try:
            return self._fernet.rotate(token.encode()).decode()
        except InvalidToken:
            raise VaultError(
                "A stored secret cannot be opened with today's keys: type it again, or restore the key."
            ) from None


def _make_fernet(keys: tuple[str, ...]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError:
        raise VaultError("The vault's key is not a Fernet key: set DATAMIND_SECRET_KEYS anew.") from None
