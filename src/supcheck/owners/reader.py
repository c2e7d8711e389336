"""All that one record says of whose its acts are and by when."""

from __future__ import annotations

from supcheck.headings import headings_of
from supcheck.owners.acts import Acts
from supcheck.owners.beside import Beside
from supcheck.owners.days import Days, Facts
from supcheck.owners.fields import Fields
from supcheck.owners.known import Known
from supcheck.owners.lists import Lists
from supcheck.owners.rows import Rows
from supcheck.owners.sentences import Sentences
from supcheck.records import Record, Shape, Span, Unit
from supcheck.words import Words


class Reader:
    """Reads units, and has a reader for each other place of a record that may say so."""

    def __init__(self, record: Record, units: tuple[Unit, ...], words: Words) -> None:
        self.known = Known(record, words)
        self.days = Days(record)
        self.sentences = Sentences(record, self.known, self.days)
        self.lists = Lists(record, self.known, self.days, self.sentences)
        self.fields = Fields(record, units, self.known, self.days, self.sentences, words)
        self.rows = Rows(record, self.known, self.days, self.sentences, headings_of(words))
        self.beside = Beside(record, self.known, self.days, self.sentences, self.fields)
        self.acts = Acts(record, self.known, self.days, self.sentences)

    def of_unit(self, unit: Unit, last: Span | None, *, dated: bool, headed: bool = False) -> Facts:
        """The unit's own owner and, where asked, deadline: by its fields, a row's by its columns, else by its words.

        `last` and `headed` are those of `Sentences.owner`.
        """
        told = self.fields.of_unit(unit.span)
        if told is None and unit.shape is Shape.ROW:
            told = self.rows.of_row(unit)
        if told is not None:
            return told
        owner = self.sentences.owner(unit.span, last, headed=headed)
        return self.days.dated(owner, unit.span) if dated else Facts(owner)

    def of_part(self, part: Span) -> Facts:
        """The owner and deadline of a part of a unit."""
        return self.days.dated(self.sentences.owner(part, None), part)
