"""Schedulers that are killed at any moment lose no news and tell none twice; what cannot be known is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from watch.storm import brew

pytestmark = pytest.mark.slow


def test_nothing_is_lost_and_nothing_told_twice(tmp_path: Path) -> None:
    tally = brew(tmp_path, seconds=20)
    assert tally.kills >= 1
    assert tally.events >= 3
    assert tally.states["sent"] >= 3
    assert tally.twice == ()
    assert tally.lost == ()
