"""What a journey knows of the app that it drives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class App:
    """The running app: its address, its home, and the token of a first-run link that nobody has used."""

    url: str
    home: Path
    token: str
