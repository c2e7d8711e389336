"""What of one narrative is another's: exact runs of words, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from supcheck.copied import RUN, Narrative, copied, narrative
from supcheck.load.plain import blocks_of_text
from supcheck.records import Record
from supcheck.segment import segment
from supcheck.words import load_words

WORDS = load_words()
MARCH = (
    "Case supervision 04/03/2024\n\nUpdate\nTy is late most Mondays and his coat is too small for him. Mum has not "
    "opened the door to the health visitor since the new year and the flat is colder than it was in January.\n\n"
    "Actions\nSW to ring the landlord about the boiler by 08/03/2024\n"
)


def told(text: str) -> tuple[Record, Narrative]:
    record, units = segment(Record("made", "made.txt", text, blocks_of_text(text)), WORDS)
    return record, narrative(record, units)


def share(later: str, earlier: str) -> float:
    return copied(told(later)[1], told(earlier)[1]).share


def test_a_record_is_wholly_its_own_copy_and_an_unlike_one_is_none() -> None:
    assert share(MARCH, MARCH) == 1.0
    other = (
        "Case supervision\n\nUpdate\nNothing here was ever said in that other note of hers about anybody.\n"
    )
    assert share(other, MARCH) == 0.0


def test_actions_and_headings_are_no_narrative() -> None:
    april = (
        "Case supervision 02/04/2024\n\nUpdate\nHe has been early every day for three weeks and says the new "
        "teacher lets him feed the fish.\n\nActions\nSW to ring the landlord about the boiler by 08/03/2024\n"
    )
    assert share(april, MARCH) == 0.0


def test_a_name_or_a_pronoun_put_into_the_same_words_hides_nothing() -> None:
    sister = (
        MARCH.replace("Ty is late", "Bea is late")
        .replace("his coat", "her coat")
        .replace("for him", "for her")
    )
    assert share(sister, MARCH) > 0.95


def test_words_quoted_from_an_earlier_record_are_not_copied() -> None:
    april = (
        'Case supervision 02/04/2024\n\nUpdate\nLast month I wrote "Ty is late most Mondays and his coat is too '
        'small for him" and that is no longer so, he has a coat and he walks in with Sam.\n'
    )
    assert share(april, MARCH) < 0.2


def test_the_words_put_into_a_copied_passage_are_shown() -> None:
    record, later = told(MARCH.replace("colder than it was", "much colder now than it was"))
    _, earlier = told(MARCH)
    found = copied(later, earlier)
    assert any("much colder now" in span.of(record.text) for span in found.changed)


@given(st.lists(st.sampled_from(["mum", "dad", "cold", "late", "school", "said", "flat"]), max_size=60))
def test_what_is_copied_and_what_is_own_make_the_whole(words: list[str]) -> None:
    text = "Update\n" + " ".join(words) + "\n"
    _, later = told(text)
    _, earlier = told(MARCH)
    found = copied(later, earlier)
    total = len(later.words)
    assert 0 <= found.own <= total
    assert total == 0 or found.share == (total - found.own) / total
    assert total >= RUN or found.share == 0.0
