"""Evaluation -> text, by one table of formats.

The terminal and the page list the worst errors with their words, for a reader on this machine;
JSON holds offsets alone unless words are asked for.
"""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from supcheck.learn.evaluate import Evaluation, GradeAgreement
from supcheck.report.overview.agreement import SCHEMA
from supcheck.report.page import page

BARS: Final = {"macro_f1": 0.75, "label": 0.60, "verdict": 0.80, "criterion": 0.75}
"""What a figure should reach; source: the targets set for the model."""
_WORST_SHOWN: Final = 12


def as_json(found: Evaluation, *, evidence: bool) -> str:
    """The whole evaluation; the words of the worst errors only with `evidence`."""
    tree: dict[str, Any] = {"schema": SCHEMA, **dataclasses.asdict(found)}
    if not evidence:
        for error in tree["worst"]:
            del error["text"]
    return json.dumps(tree, indent=1, ensure_ascii=False) + "\n"


def as_page(found: Evaluation) -> str:
    """One self-contained page with its plots."""
    from supcheck.learn.charts import figures_chart, reliability_chart

    return page(
        "evaluation.html.j2",
        found=found,
        bars=BARS,
        charts={
            "labels": figures_chart(
                [row.name for row in found.labels],
                [row.f1 for row in found.labels],
                "F1, with 95% interval",
                BARS["label"],
            ),
            "criteria": figures_chart(
                [row.name for row in found.criteria],
                [row.kappa for row in found.criteria],
                "weighted kappa, with 95% interval",
                BARS["criterion"],
            ),
            "reliability": reliability_chart(found.calibration),
        },
    )


def as_text(found: Evaluation, width: int = 110) -> str:
    """Tables for a terminal."""
    console = Console(file=io.StringIO(), width=width, no_color=True, highlight=False, legacy_windows=False)
    console.print(f"{found.records} records of {found.voices} voices, {found.units} units")
    console.print(f"Macro-F1 over the labels: {found.macro_f1}", markup=False)
    console.print(_labels(found))
    console.print(_graded("Verdict", "kappa", found.verdicts))
    console.print(_graded("Criterion", "weighted kappa", found.criteria, "n/a", "n/a differ"))
    console.print(
        "n/a: decided records outside a criterion's weighted kappa, because raters or supcheck or both say "
        "'not applicable'; n/a differ: those of them that the other side grades."
    )
    console.print(f"All criteria together: weighted kappa {found.criteria_kappa}", markup=False)
    console.print(f"Record type right: {found.types_right} of {found.records}")
    console.print(_facts(found))
    console.print(f"Expected calibration error: {found.calibration.error:.3f}")
    console.print("\nSurest errors (their words stay on this machine)")
    for error in found.worst[:_WORST_SHOWN]:
        side = "raters: borne" if error.borne else "raters: not borne"
        console.print(
            f"  {error.record}  {error.label}, {side}, score {error.score:.2f}\n    “{error.text}”",
            markup=False,
        )
    written = console.file
    assert isinstance(written, io.StringIO)  # what was passed in above
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()) + "\n"


def _labels(found: Evaluation) -> Table:
    table = _table("Label", "borne", "said", "open", "precision", "recall", "F1", "kappa")
    for row in found.labels:
        table.add_row(
            row.name,
            *(str(number) for number in (row.borne, row.said, row.open)),
            *(f"{of.value:.2f}" if of.value is not None else "–" for of in (row.precision, row.recall)),
            _cell(row.f1),
            _cell(row.kappa),
        )
    return table


def _graded(title: str, measure: str, rows: tuple[GradeAgreement, ...], *apart: str) -> Table:
    table = _table(title, "right", "wrong", "open", measure, *apart)
    for row in rows:
        left_out = (row.not_applicable, row.not_applicable_wrong) if apart else ()
        numbers = (row.right, row.wrong, row.open)
        table.add_row(row.name, *map(str, numbers), _cell(row.kappa), *map(str, left_out))
    return table


def _facts(found: Evaluation) -> Table:
    table = _table("Fact", "directions", "rated", "found", "both", "the same", "F1 of presence")
    for row in found.facts:
        numbers = (row.of, row.rated, row.found, row.both, row.same)
        table.add_row(row.name, *(str(number) for number in numbers), _cell(row.f1))
    return table


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="")
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right")
    return table


def _cell(figure: object) -> str:
    """Square brackets would be markup to the table."""
    return str(figure).replace("[", r"\[")


FORMATS: Final[Mapping[str, Callable[[Evaluation, bool], str]]] = {
    "human": lambda found, evidence: as_text(found),
    "json": lambda found, evidence: as_json(found, evidence=evidence),
    "html": lambda found, evidence: as_page(found),
}
"""Format name -> the function that writes it, given whether words were asked for."""
