"""Where secrets are sealed: text goes in, a Fernet token comes out, and back.

Keys are given newest first: the newest seals, every one opens. To rotate: put a new key in front, `reseal` every stored
token, then drop the old key.
"""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from datamind.errors import VaultError


class Vault:
    """Seals and opens. Never shows a key, a token or a secret in an error."""

    def __init__(self, keys: tuple[str, ...]):
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise VaultError("The vault's key is not a Fernet key: set DATAMIND_SECRET_KEYS anew.") from None

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, token: str) -> str:
        """Raises VaultError when no key fits."""
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except (InvalidToken, UnicodeDecodeError):
            raise VaultError(
                "A stored secret cannot be opened with today's keys: type it again, or restore the key."
            ) from None

    def reseal(self, token: str) -> str:
        """The same secret under the newest key. Raises VaultError when no key fits."""
        try:
            return self._fernet.rotate(token.encode()).decode()
        except InvalidToken:
            raise VaultError(
                "A stored secret cannot be opened with today's keys: type it again, or restore the key."
            ) from None
