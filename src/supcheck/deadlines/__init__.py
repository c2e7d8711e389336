"""A deadline grammar of our own over the UK's ways of writing time (codebook section 3; rulings 11 to 13)."""

from __future__ import annotations

from supcheck.deadlines.finding import Deadline, find_deadlines

__all__ = ["Deadline", "find_deadlines"]
