"""The overview's numbers as a workbook: the same `Overview`, a sheet a part, nothing in it a formula."""

from __future__ import annotations

from collections.abc import Iterator

from supcheck.report.context import STANDS
from supcheck.report.overview.agreement import Kappa
from supcheck.report.overview.counting import Group, Overview
from supcheck.report.overview.page import OverviewPage, action_shares, agreed_rows
from supcheck.report.shares import Share
from supcheck.report.spreadsheet import Cell, Row, Sheet, workbook_bytes

_SHARE: tuple[str, ...] = ("Share, %", "95% interval from, %", "to, %")


def overview_xlsx(seen: Overview) -> bytes:
    """The workbook; shares and intervals in per cent to one place, empty of nothing."""
    return workbook_bytes(_sheets(seen))


def _sheets(seen: Overview) -> Iterator[Sheet]:
    yield Sheet("Overview", ("What", "Value"), list(_about(seen)), {0: 44, 1: 70})
    yield Sheet(
        "Verdicts",
        ("By", "Name", "Records", "Verdict", "Sufficient", "Not yet", "For you to decide", *_SHARE),
        list(_verdicts(seen)),
        {0: 12, 1: 30, 3: 34, 6: 18, 8: 22},
    )
    yield Sheet(
        "Criteria",
        ("Id", "Criterion", "Met", "Partly", "Not met", "Open", "Does not apply", "Applies to", *_SHARE),
        [
            (
                *(one.id, one.title, one.met, one.partly, one.not_met, one.open, one.not_applicable),
                one.share.of,
                *_per_cent(one.share),
            )
            for one in seen.criteria
        ],
        {1: 34, 6: 16, 9: 22},
    )
    yield Sheet(
        "Actions",
        ("What", "Count", "Of", *_SHARE),
        [(words, one.count, one.of, *_per_cent(one)) for words, one in action_shares(seen.actions)],
        {0: 44, 4: 22},
    )
    yield Sheet(
        "Flags and series",
        ("Id", "What", "Kind", "Surely", "Open", "Children"),
        [
            *((one.id, one.title, "flag", one.sure, one.open, "") for one in seen.flags),
            *(
                (one.id, one.title, "records of a child together", one.sure, one.open, one.over)
                for one in seen.series
            ),
        ],
        {1: 40, 2: 28},
    )
    if seen.agreement is not None:
        yield Sheet(
            "Agreement",
            (
                *("Id", "What", "Records", "Alike", "Kappa", "95% interval from", "to"),
                *("Left open", "Does not apply"),
            ),
            [
                *(
                    (
                        *(one.id, words, one.records, one.alike, *_figures(one.kappa)),
                        *(one.open, one.not_applicable),
                    )
                    for words, one in agreed_rows(seen)
                ),
                ("", "All criteria together", "", "", *_figures(seen.agreement.together), "", ""),
            ],
            {0: 12, 1: 40, 5: 22, 8: 18},
        )
    yield Sheet(
        "Read first",
        ("Place", "Record", "Source", "Held", "Type", "Why"),
        [
            (place, one.record, one.source, one.held, one.kind, " ".join(one.because))
            for place, one in enumerate(seen.to_read, 1)
        ],
        {0: 8, 1: 26, 2: 30, 3: 20, 4: 22, 5: 90},
    )
    yield Sheet("Left out", ("What", "Count", "Note"), list(_left_out(seen)), {0: 70, 2: 70})


def _about(seen: Overview) -> Iterator[Row]:
    told = OverviewPage(seen)
    yield "Records", seen.whole.records
    yield "Held", told.between.removeprefix("held ")
    yield "Children whose records were read together", seen.children
    yield "Overdue is reckoned on", told.on
    yield "Tool", seen.tool
    yield "Rubric", f"{seen.rubric.name} {seen.rubric.digest}"
    yield "Model", f"{seen.model.name} {seen.model.digest}"
    yield "What this is", STANDS
    yield "Intervals", "Wilson's, 95%: what so many records leave open."
    yield from (("Agreement with local raters", words) for words in told.agreement_told)
    for by, groups in (("team", seen.teams), ("plan", seen.plans)):
        if seen.whole.records and not groups:
            yield f"By {by}", told.undivided
    yield from (("Set aside", words) for words in seen.aside)


def _verdicts(seen: Overview) -> Iterator[Row]:
    parts: tuple[tuple[str, tuple[Group, ...]], ...] = (
        ("all", (seen.whole,)),
        ("month", seen.months),
        ("team", seen.teams),
        ("type", seen.kinds),
        ("plan", seen.plans),
    )
    for by, groups in parts:
        for group in groups:
            for (_, title), counts in zip(seen.verdicts, group.verdicts, strict=True):
                fell = (counts.sufficient, counts.insufficient, counts.review)
                yield by, group.name, group.records, title, *fell, *_per_cent(counts.share)


def _left_out(seen: Overview) -> Iterator[Row]:
    yield from ((f"Not read: {one.reason}", one.count, one.mend) for one in seen.not_read)
    yield from ((f"{one.id} {one.title}", one.sure, one.why) for one in seen.odd)
    yield from ((words, "", "") for words in seen.arrived)


def _figures(kappa: Kappa) -> tuple[Cell, Cell, Cell]:
    value, low, high = ("" if one is None else one for one in (kappa.value, kappa.low, kappa.high))
    return value, low, high


def _per_cent(share: Share) -> tuple[Cell, Cell, Cell]:
    if not share.of:
        return "", "", ""
    value, low, high = (round(100 * one, 1) for one in (share.value, share.low, share.high))
    return value, low, high
