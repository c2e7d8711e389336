"""`check --output-format jsonl`: lines are written as records are judged, and nothing of them is held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from supcheck.cli.gate import Gate, code_of, is_insufficient
from supcheck.records import Judged, Run

if TYPE_CHECKING:
    from supcheck.report.wanted import Wanted
    from supcheck.running import Reading
    from supcheck.store.aside import Aside


def stream(
    reading: Reading,
    asides: Sequence[Aside],
    failing: Gate,
    wanted: Wanted,
    write: Callable[[str], None],
    keep: Callable[[Judged], None],
    *,
    allow_empty: bool,
    allow_unreadable: bool,
) -> int:
    """Write each chapter's lines as it comes, the rest at the end; the exit code is that of a whole run.

    `keep` is given each record, as it was judged.
    """
    from supcheck.report.lines import first_lines, last_lines, lines_of
    from supcheck.report.wanted import as_wanted

    head = reading.run
    records = insufficient = 0
    fails = False
    write(first_lines(as_wanted(head, wanted)))
    for chapter in reading.chapters:
        judged = chapter.judged
        series = tuple(one for one in (chapter.series,) if one is not None)
        for aside in asides:
            judged, series = tuple(map(aside.judged, judged)), tuple(map(aside.series, series))
        for one in judged:
            keep(one)
        records += len(judged)
        insufficient += sum(map(is_insufficient, judged))
        fails = fails or any(map(failing.record_fails, judged))
        fails = fails or any(failing.series_fails(one.findings) for one in series)
        part = as_wanted(Run(head.tool, head.rubric, head.model, judged, (), series), wanted)
        write("".join(lines_of(part, evidence=wanted.evidence)))
    last = replace(head, stale=tuple(stale for aside in asides for stale in aside.stale()))
    write("".join(last_lines(as_wanted(last, wanted))))
    fails = fails or failing.fails_at_the_end(last, insufficient, records)
    return code_of(last.unread, records, fails, allow_empty=allow_empty, allow_unreadable=allow_unreadable)
