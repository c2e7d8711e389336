"""Run charts: the rules against worked examples, and what a history's page says of them."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from supcheck.records import Named
from supcheck.report.history.page import history_html
from supcheck.report.history.reading import Line, story_of
from supcheck.report.history.runchart import run_chart, run_limits
from supcheck.store.history import Count, Kept, Version
from supcheck.strata import FEWEST

from .overviews import RUBRIC


def signals(*values: float) -> list[tuple[str, int, int, bool]]:
    return [(one.kind, one.first, one.last, one.up) for one in run_chart(values).signals]


@pytest.mark.parametrize(
    "each,few,many",
    [(5, 2, 10), (6, 3, 11), (8, 4, 14), (10, 6, 16), (12, 7, 19), (20, 14, 28)],
)
def test_the_limits_of_runs_are_those_of_swed_and_eisenharts_table(each: int, few: int, many: int) -> None:
    assert run_limits(each, each) == (few, many)


@given(st.integers(1, 7), st.integers(0, 7))
def test_the_limits_of_runs_are_what_counting_every_order_gives(above: int, below: int) -> None:
    orders = [order for order in product((True, False), repeat=above + below) if sum(order) == above]
    runs = [
        sum(not place or order[place - 1] != order[place] for place in range(len(order))) for order in orders
    ]
    few, many = run_limits(above, below)
    assert sum(one <= few for one in runs) * 40 <= len(runs)
    assert sum(one >= many for one in runs) * 40 <= len(runs)
    assert sum(one <= few + 1 for one in runs) * 40 > len(runs) or few + 1 > above + below
    assert sum(one >= many - 1 for one in runs) * 40 > len(runs) or many - 1 < 1


def test_six_points_on_one_side_are_a_shift_and_five_are_none() -> None:
    assert signals(1, 1, 1, 1, 1, 1, 9, 8, 9, 8, 9, 8)[:2] == [("shift", 0, 5, False), ("shift", 6, 11, True)]
    assert signals(1, 2, 1, 2, 1, 9, 8, 9, 8, 9) == [("few runs", 0, 9, False)]


def test_points_on_the_median_neither_break_nor_lengthen_a_shift() -> None:
    assert ("shift", 0, 6, False) in signals(1, 2, 1, 5, 2, 1, 2, 8, 9, 8, 9, 9, 8)
    assert not [one for one in signals(1, 2, 5, 5, 5, 2, 1, 2, 8, 9, 8, 9, 8) if one[0] == "shift"]


def test_five_points_rising_are_a_trend_and_one_of_two_alike_is_passed_over() -> None:
    assert signals(3, 1, 2, 3, 4, 5) == [("trend", 1, 5, True)]
    assert signals(3, 1, 2, 2, 3, 4, 5) == [("trend", 1, 6, True)]
    assert signals(3, 1, 2, 3, 4) == []
    assert signals(1, 2, 3, 4, 5, 4, 3, 2, 1) == [("trend", 0, 4, True), ("trend", 4, 8, False)]


def test_a_saw_has_too_many_runs() -> None:
    assert signals(*[1, 9] * 8) == [("many runs", 0, 15, False)]


@given(st.lists(st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]), min_size=1, max_size=30))
def test_turned_upside_down_a_chart_has_the_same_signals(values: list[float]) -> None:
    found, turned = run_chart(values), run_chart([1 - value for value in values])
    plain = [(one.kind, one.first, one.last, one.count) for one in found.signals]
    assert [(one.kind, one.first, one.last, one.count) for one in turned.signals] == plain
    for one in found.signals:
        assert 0 <= one.first <= one.last < len(values)


def history(
    shares: list[tuple[int, int]], teams: tuple[str | None, ...] = ("North",), changed: int = 99
) -> Kept:
    """A month each: so many sufficient of so many."""
    months = [f"{2023 + n // 12}-{n % 12 + 1:02}" for n in range(len(shares))]
    counts = [
        Count(month, team, "reflection", grade, records)
        for month, (good, of) in zip(months, shares, strict=True)
        for team in teams
        for grade, records in (("sufficient", good), ("insufficient", of - good))
        if records
    ]
    versions = [
        Version(month, Named("core", "r1"), Named("head", "m1" if n < changed else "m2"), shares[n][1])
        for n, month in enumerate(months)
    ]
    return Kept(1, sum(of for _, of in shares) * len(teams), 0, tuple(counts), tuple(versions))


SHIFTED = [(2, 10)] * 7 + [(8, 10)] * 7


def line(kept: Kept) -> Line:
    return story_of(kept, RUBRIC).themes[0].lines[0]


def test_a_shift_is_told_with_its_months() -> None:
    assert (
        "A shift: 7 months in a row above the median, Aug 2023 to Feb 2024: more than chance."
        in line(history(SHIFTED)).told
    )


def test_a_signal_across_a_change_of_the_model_is_told_as_perhaps_the_tools() -> None:
    kept = history(SHIFTED, changed=7)
    told = line(kept).told
    assert [words.endswith("perhaps the tool's.") for words in told] == [False, True, True]
    assert [(one.month, one.what) for one in story_of(kept, RUBRIC).changes] == [
        ("2023-08", "now model head m2")
    ]
    text = BeautifulSoup(history_html(story_of(kept, RUBRIC)), "html.parser").text
    assert "▼ changed" in text


def test_a_month_of_few_records_is_drawn_and_left_out_of_the_rules() -> None:
    found = line(history([(2, 10)] * 5 + [(0, FEWEST - 1)] + [(8, 10)] * 5))
    assert len(found.points) == 11
    assert found.chart is not None
    assert len(found.chart.values) == 10
    assert not [words for words in found.told if words.startswith("A shift")]
    (few,) = story_of(history([(1, 2)]), RUBRIC).themes[0].lines
    assert (few.chart, few.told) == (None, ("No month has 5 records or more.",))


def test_teams_of_few_records_are_drawn_together_or_not_at_all() -> None:
    def teams(*sizes: tuple[str | None, int]) -> list[str]:
        counts = tuple(Count("2024-01", team, "reflection", "sufficient", size) for team, size in sizes)
        themes = story_of(Kept(1, 9, 0, counts, ()), RUBRIC).themes
        return [one.name for theme in themes if theme.id == "teams-reflection" for one in theme.lines]

    assert teams(("South", 5), ("North", 9), ("A", 3), ("B", 2)) == ["North", "South", "other teams"]
    assert teams(("South", 5), ("A", 3), (None, 40)) == ["South"]
    assert teams(("South", 5), ("North", 9), ("A", 3)) == ["North"]


CELLS = st.dictionaries(
    st.tuples(
        st.sampled_from(["2024-01", "2024-02"]),
        st.sampled_from([None, "North", "South", "East", "other teams"]),
        st.sampled_from(["reflection", "direction"]),
        st.sampled_from(["sufficient", "insufficient"]),
    ),
    st.integers(1, 6),
)


@given(CELLS)
def test_no_month_of_a_team_is_of_few_records_nor_is_what_they_leave_of_all(
    cells: dict[tuple[str, str | None, str, str], int],
) -> None:
    counts = tuple(Count(*cell, records) for cell, records in cells.items())
    themes = {theme.id: theme for theme in story_of(Kept(1, 9, 0, counts, ()), RUBRIC).themes}
    for rule in ("reflection", "direction"):
        whole: Counter[str] = Counter()
        for one in counts:
            whole[one.month] += one.records * (one.rule == rule)
        shown: Counter[str] = Counter()
        for line in themes[f"teams-{rule}"].lines if f"teams-{rule}" in themes else ():
            assert line.points
            assert all(point.share.of >= FEWEST for point in line.points)
            shown.update({point.month: point.share.of for point in line.points})
        for month, of in shown.items():
            assert whole[month] - of == 0 or whole[month] - of >= FEWEST


def test_an_empty_history_is_a_whole_page() -> None:
    assert "Nothing to draw yet" in history_html(story_of(Kept(0, 0, 0, (), ()), RUBRIC))
