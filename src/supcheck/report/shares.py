"""A share of records, with the interval that so many records leave open."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

_Z: Final = 1.959964
"""Of the normal distribution, 2.5% beyond on either side."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, and Wilson's 95% interval (Wilson 1927): honest for few and near 0 and 1."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """0 to 1; 0 of none."""
        return self.count / self.of if self.of else 0.0

    @property
    def low(self) -> float:
        """The interval's lower end, 0 to 1."""
        return self._ends()[0]

    @property
    def high(self) -> float:
        """The interval's upper end, 0 to 1."""
        return self._ends()[1]

    def _ends(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 1.0
        shrink = 1 + _Z**2 / self.of
        middle = (self.value + _Z**2 / (2 * self.of)) / shrink
        half = _Z * sqrt(self.value * (1 - self.value) / self.of + _Z**2 / (4 * self.of**2)) / shrink
        # At 0 of n and n of n the formula gives 0 and 1 but for the last digit.
        low = 0.0 if not self.count else max(0.0, middle - half)
        high = 1.0 if self.count == self.of else min(1.0, middle + half)
        return low, high

    @property
    def percent(self) -> str:
        """The share in whole per cent; '–' of none."""
        return f"{self.value:.0%}" if self.of else "–"

    @property
    def interval(self) -> str:
        """The interval in words, in whole per cent; '–' of none."""
        return f"{self.low:.0%} to {self.high:.0%}" if self.of else "–"
