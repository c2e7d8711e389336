"""Which of a record's days is that of an event, and how that is learned."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from supcheck import mentions
from supcheck.cli import main
from supcheck.data import data_path
from supcheck.errors import InstallError
from supcheck.learn.events import fit, read_meant
from supcheck.mentions import COLUMNS, NONE_COLUMNS, Mentions, load_weights

HELD = dt.date(2024, 11, 12)
"""A Tuesday."""


@pytest.mark.parametrize(
    "text,words,day",
    [
        ("Core group has been pencilled in and then confirmed for 28 November.", "at core group", "2024-11-28"),
        ("The core group was due on the fourth and did not happen, so the new date is Tuesday 26 November.", "before the core group", "2024-11-26"),
        ("Initial conference is to go ahead on 29 November because nothing has lasted.", "before conference", "2024-11-29"),
        ("The asylum interview is on 20 November and Kwame thinks it follows letters.", "before the interview", "2024-11-20"),
        ("Send the invites for the network meeting today, it is 21 November", "before the network meeting", "2024-11-21"),
        ("IRH listed 23 January 2025, final hearing 10-13 February 2025.", "until the final hearing starts", "2025-02-10"),
        ("Last CIN meeting: 13.06.2024    Next: 25.11.2024", "for CIN meeting", "2024-11-25"),
        ("Tracking meeting;Tuesday 3 December", "before the tracking meeting", "2024-12-03"),
        ("He has a solicitor on 30 November, when he answers bail.", "until he answers bail", "2024-11-30"),
        ("Grandmother flies home on 19 December.", "before she flies", "2024-12-19"),
        ("The report is due to be filed on 27 November.", "before it is filed", "2024-11-27"),
        ("Transfer\n28/11/2024", "before transfer", "2024-11-28"),
        # nothing that is surely its day
        ("The panel sits on 28 November.", "before the baby comes", None),
        ("Core group minutes go out on 28 November.", "before the core group", None),
        ("Jo to start the work on 2 December.", "before he starts", None),
        ("Dental review 28 November.", "before the review", None),
        ("Core group 14/11 and 28/11.", "at the next visit", None),
        ("It was hot. 28 November is hers.", "before summer", None),
        ("A week before court, so 6 December.", "before court", None),
        ("", "before the core group", None),
    ],
)  # fmt: skip
def test_the_day_of_an_event_is_that_of_the_sentence_which_speaks_of_it(
    text: str, words: str, day: str | None
) -> None:
    assert Mentions(text, HELD).day_of(words) == (dt.date.fromisoformat(day) if day else None)


def test_an_event_from_which_days_are_counted_may_have_been() -> None:
    told = Mentions("The conference was held on 1 November.", HELD)
    assert told.day_of("conference") is None
    assert told.day_of("conference", ahead=False) == dt.date(2024, 11, 1)


def test_chances_of_days_and_none_are_shares() -> None:
    weighed = Mentions("Core group 28/11, panel 3/12. Core group is on 5/12.", HELD).weighed("the core group")
    chances = weighed.chances(load_weights())
    assert all(0 < one < 1 for one in chances.values())
    assert sum(chances.values()) < 1
    assert all(len(columns) == len(COLUMNS) for _, columns in weighed.days)


def test_weights_of_other_columns_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentions, "data_text", lambda name: json.dumps({"columns": ["one"]}))
    load_weights.cache_clear()
    with pytest.raises(InstallError, match="install supcheck again"):
        load_weights()
    load_weights.cache_clear()


def written(folder: Path, writers: str = "abcdefghijkl") -> Path:
    """Records of several writers: the core group's day is told, panel's is not."""
    rows = [
        {
            "id": f"{writer}{at:02}",
            "held": "2024-11-12",
            "text": f"Core group is on {at} December. Visit on {at + 3} December.\n"
            "Jo to write before the core group. Jo to ask before panel.",
            "directions": [
                {"quote": "Jo to write", "deadline": "before the core group", "due": f"2024-12-{at:02}"},
                {"quote": "Jo to ask", "deadline": "before panel", "due": None},
                {"quote": "Visit", "deadline": "on 15 December", "due": "2024-12-15"},
            ],
        }
        for at, writer in enumerate(writers, start=1)
    ]
    path = folder / "some.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_what_is_learned_are_deadlines_without_a_day_of_their_own(tmp_path: Path) -> None:
    meant = list(read_meant(written(tmp_path, "a")))
    assert [(one.writer, one.event_day) for one in meant] == [("a", dt.date(2024, 12, 1)), ("a", None)]


def test_training_writes_weights_that_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order = ["train-events", str(written(tmp_path)), "--to", str(tmp_path)]
    result = CliRunner().invoke(main, order)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("of 12 events whose day is told 12 found rightly")
    monkeypatch.setattr(mentions, "data_text", lambda name: (tmp_path / Path(name).name).read_text("utf-8"))
    load_weights.cache_clear()
    weights = load_weights()
    load_weights.cache_clear()
    assert (len(weights.columns), len(weights.none)) == (len(COLUMNS), len(NONE_COLUMNS))


def test_nothing_is_learned_from_nothing() -> None:
    with pytest.raises(ValueError, match="no deadlines"):
        fit([])


def test_the_figures_of_the_shipped_weights_are_theirs() -> None:
    tree = json.loads(data_path(mentions.FILE).read_text(encoding="utf-8"))["left_out"]
    assert tree["right"] / tree["told"] > 0.85
    assert tree["wrong"] / (tree["right"] + tree["wrong"]) < 0.05
