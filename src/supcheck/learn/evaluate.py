"""Compare what supcheck says with what raters said, unit by unit and record by record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from supcheck.learn.data import Labelled
from supcheck.records import LABELS, Holds, Judged

_VERDICTS = ("reflection", "direction")
_RUNGS = ("not_met", "partly", "met")


def evaluate(data: Sequence[Labelled], judged: Sequence[Judged]) -> dict[str, Any]:
    """Counts and shares: units by label, verdicts, criteria, owners, deadlines and due dates.

    An open label counts as not borne for precision, recall and kappa, and is counted apart; an
    open verdict or criterion is left out of its kappa. Criteria are weighted: one rung off is half wrong.
    """
    pairs = list(zip(data, judged, strict=True))
    labels = {name: _label(name, pairs) for name in LABELS}
    return {
        "records": len(data),
        "units": sum(len(one.units) for one in data),
        "macro_f1": round(sum(row["f1"] for row in labels.values()) / len(labels), 3),
        "labels": labels,
        "verdicts": {name: _verdict(name, pairs) for name in _VERDICTS},
        "criteria": {finding.rule: _criterion(n, pairs) for n, finding in enumerate(judged[0].findings)},
        "facts": {name: _fact(name, pairs) for name in ("owner", "deadline", "due")},
    }


def _label(name: str, pairs: Sequence[tuple[Labelled, Judged]]) -> dict[str, Any]:
    cells = [
        (name in bears, label.holds)
        for one, judged in pairs
        for bears, labels in zip(one.bears, judged.labels, strict=True)
        if bears is not None
        for label in labels
        if label.name == name
    ]
    hits = sum(true and holds is Holds.YES for true, holds in cells)
    said = sum(holds is Holds.YES for _, holds in cells)
    borne = sum(true for true, _ in cells)
    precision, recall = hits / max(1, said), hits / max(1, borne)
    return {
        "borne": borne,
        "open": sum(holds is Holds.MAYBE for _, holds in cells),
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 3),
        "kappa": _kappa([(true, holds is Holds.YES) for true, holds in cells]),
    }


def _verdict(name: str, pairs: Sequence[tuple[Labelled, Judged]]) -> dict[str, Any]:
    said = [(one.grades[name], judged.verdicts[name].verdict.value) for one, judged in pairs]
    decided = [(true, given) for true, given in said if given != "review"]
    return {
        "right": sum(true == given for true, given in decided),
        "wrong": sum(true != given for true, given in decided),
        "review": len(said) - len(decided),
        "kappa": _kappa(decided),
    }


def _criterion(column: int, pairs: Sequence[tuple[Labelled, Judged]]) -> dict[str, Any]:
    said = [
        (one.grades["criteria"][judged.findings[column].rule], judged.findings[column])
        for one, judged in pairs
    ]
    decided = [(true, finding.grades[0].value) for true, finding in said if finding.sure]
    return {
        "right": sum(true == given for true, given in decided),
        "wrong": sum(true != given for true, given in decided),
        "open": len(said) - len(decided),
        "kappa": _kappa([pair for pair in decided if not set(pair) - set(_RUNGS)], _RUNGS),
    }


def _kappa(pairs: Sequence[tuple[Any, Any]], rungs: Sequence[str] | None = None) -> float | None:
    """Cohen's kappa, linear in `rungs` where they are given; None where one side never varies."""
    from sklearn.metrics import cohen_kappa_score

    if len({given for _, given in pairs}) < 2 and len({true for true, _ in pairs}) < 2:
        return None
    weights = "linear" if rungs else None
    true, given = zip(*pairs, strict=True)
    return round(float(cohen_kappa_score(true, given, labels=rungs, weights=weights)), 3)


def _fact(name: str, pairs: Sequence[tuple[Labelled, Judged]]) -> dict[str, Any]:
    """Over units that raters and supcheck both call a direction."""
    cells = list(_facts(name, pairs))
    both = sum(bool(true) and bool(given) for true, given in cells)
    return {
        "rated": sum(bool(true) for true, _ in cells),
        "found": sum(bool(given) for _, given in cells),
        "both": both,
        "same": sum(bool(true) and true == given for true, given in cells),
        "of": len(cells),
    }


def _facts(name: str, pairs: Sequence[tuple[Labelled, Judged]]) -> Iterator[tuple[Any, Any]]:
    for one, judged in pairs:
        for action in judged.actions:
            bears = one.bears[action.unit]
            if bears is None or "direction" not in bears:
                continue
            given = getattr(action, name)
            if given is not None:
                given = given.isoformat() if name == "due" else given.of(one.record.text)
            yield one.facts[action.unit].get(name), given
