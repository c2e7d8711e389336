"""Whose an act is and by when, in one record's own words (codebook section 3; rulings 10 to 13, 24, 25).

What is not written is not guessed: a bare imperative has no owner.
"""

from __future__ import annotations

from supcheck.owners.days import Facts, who_in
from supcheck.owners.reader import Reader
from supcheck.owners.sentences import BIDS

__all__ = ["BIDS", "Facts", "Reader", "who_in"]
