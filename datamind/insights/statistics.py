"""The statistics behind facts: lists of floats in, floats or indices out; each cites where it comes from.

Pure Python: results hold at most some thousand rows, and importing an array library costs more than these loops.
To add one: a function here with its source, a line in `facts`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

ROBUST_SCALE = 1.4826
OUTLIER_LIMIT = 3.5


def find_outliers(values: Sequence[float], limit: float = OUTLIER_LIMIT) -> list[int]:
    """Positions whose modified z-score passes `limit`: |x − median| / (1.4826 · MAD); none below 8 values or without spread.

    Source: Iglewicz and Hoaglin, "How to Detect and Handle Outliers" (1993), with their limit of 3.5.
    """
    if len(values) < 8:
        return []
    middle = median(values)
    spread = ROBUST_SCALE * median(abs(value - middle) for value in values)
    if spread <= 0:
        return []
    return [index for index, value in enumerate(values) if abs(value - middle) / spread > limit]


def test_trend(values: Sequence[float]) -> tuple[int, float]:
    """The sign of a monotone trend (+1, −1, 0) and its two-sided p-value; 0 unless p < 0.05; at least 6 values.

    Source: Mann, Econometrica 13 (1945); Kendall, "Rank Correlation Methods" (1975), with the correction for ties.
    """
    n = len(values)
    if not 6 <= n <= 1_000:
        return 0, 1.0
    score = sum(_sign(values[later] - values[earlier]) for earlier in range(n) for later in range(earlier + 1, n))
    ties: dict[float, int] = {}
    for value in values:
        ties[value] = ties.get(value, 0) + 1
    tied = sum(count * (count - 1) * (2 * count + 5) for count in ties.values())
    variance = (n * (n - 1) * (2 * n + 5) - tied) / 18
    if variance <= 0:
        return 0, 1.0
    z = (score - _sign(score)) / math.sqrt(variance)
    p_value = math.erfc(abs(z) / math.sqrt(2))
    return (_sign(score), p_value) if p_value < 0.05 else (0, p_value)


def compound_growth(first: float, last: float, periods: int) -> float | None:
    """The constant growth per period that leads from `first` to `last`: (last/first)^(1/periods) − 1; None unless both > 0.

    Source: the compound growth rate, e.g. United Nations, "National Accounts: A Practical Introduction" (2003), annex.
    """
    if first <= 0 or last <= 0 or periods < 1:
        return None
    return math.exp(math.log(last / first) / periods) - 1


def seasonal_strength(values: Sequence[float], period: int) -> float:
    """How much of the detrended variance repeats every `period` steps, 0..1; 0 with fewer than two full periods.

    Source: Wang, Smith and Hyndman, "Characteristic-based clustering for time series data" (2006): max(0, 1 − Var(R)/Var(S+R)),
    here with a centred moving average for the trend and phase means for the season.
    """
    detrended = _detrend(values, period)
    if len(detrended) < 2 * period:
        return 0.0
    phases = _phase_means(detrended, period)
    whole = _variance([value for _, value in detrended])
    rest = _variance([value - phases[index % period] for index, value in detrended])
    return max(0.0, 1 - rest / whole) if whole > 0 else 0.0


def seasonal_phases(values: Sequence[float], period: int) -> dict[int, float]:
    """The mean deviation from the trend at each phase 0..period−1 (the season of classical decomposition).

    Source: Hyndman and Athanasopoulos, "Forecasting: Principles and Practice" (3rd ed. 2021), section 3.4.
    """
    return _phase_means(_detrend(values, period), period)


def correlate(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Pearson's r of paired values; None below 5 pairs or when either side does not vary.

    Source: Pearson, Proceedings of the Royal Society of London 58 (1895).
    """
    n = len(xs)
    if n < 5:
        return None
    mean_x, mean_y = sum(xs) / n, sum(ys) / n
    square_x = sum((x - mean_x) ** 2 for x in xs)
    square_y = sum((y - mean_y) ** 2 for y in ys)
    if square_x <= 0 or square_y <= 0:
        return None
    product = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return max(-1.0, min(1.0, product / math.sqrt(square_x) / math.sqrt(square_y)))


def correlation_is_clear(r: float, n: int) -> bool:
    """True when r differs from zero at about 1 %: |z| > 2.58 with z = atanh(r)·√(n−3).

    Source: Fisher, Metron 1 (1921).
    """
    return n > 3 and (abs(r) >= 1 or abs(math.atanh(r)) * math.sqrt(n - 3) > 2.58)


def count_for_share(values: Sequence[float], share: float = 0.8) -> int:
    """How few of the largest values reach `share` of their sum (values ≥ 0).

    Source: the concentration ratio turned round; Hall and Tideman, Journal of the American Statistical Association 62 (1967).
    """
    goal, running = share * math.fsum(values), 0.0
    for count, value in enumerate(sorted(values, reverse=True), 1):
        running += value
        if running >= goal * (1 - 1e-12):
            return count
    return len(values)


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _variance(values: Sequence[float]) -> float:
    mean = math.fsum(values) / len(values)
    return math.fsum((value - mean) ** 2 for value in values) / len(values)


def _detrend(values: Sequence[float], period: int) -> list[tuple[int, float]]:
    """(index, value − centred moving average over one period) where the window fits."""
    half = period // 2
    out = []
    for index in range(half, len(values) - half):
        window = values[index - half : index + half + 1]
        total = math.fsum(window)
        if period % 2 == 0:
            total -= (window[0] + window[-1]) / 2
        out.append((index, values[index] - total / period))
    return out


def _phase_means(detrended: list[tuple[int, float]], period: int) -> dict[int, float]:
    sums: dict[int, list[float]] = {phase: [] for phase in range(period)}
    for index, value in detrended:
        sums[index % period].append(value)
    return {phase: math.fsum(items) / len(items) if items else 0.0 for phase, items in sums.items()}
