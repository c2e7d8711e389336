"""`--select` and `--ignore`: which rules are shown and counted; verdicts are judged on every criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from supcheck.errors import SupcheckError
from supcheck.language import RULE as LANGUAGE
from supcheck.reading import meant, shown
from supcheck.records import Judged
from supcheck.rubric import Rubric, Rule


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for, and the ids that it comes to."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    rules: frozenset[str]

    def of_rubric(self, rubric: Rubric) -> Rubric:
        """The rubric with the selected criteria, flags and series rules; its verdicts stand."""
        return replace(
            rubric,
            criteria=tuple(rule for rule in rubric.criteria if rule.id in self.rules),
            flags=tuple(rule for rule in rubric.flags if rule.id in self.rules),
            series=tuple(rule for rule in rubric.series if rule.id in self.rules),
        )

    def of_judged(self, judged: Judged) -> Judged:
        """The record with the selected findings; a verdict counts where one of its criteria is selected."""
        return replace(
            judged,
            findings=tuple(one for one in judged.findings if one.rule in self.rules),
            flags=tuple(one for one in judged.flags if one.rule in self.rules),
            advice=tuple(one for one in judged.advice if one.rule in self.rules),
            verdicts={
                name: replace(ruled, selected=not self.rules.isdisjoint(ruled.because))
                for name, ruled in judged.verdicts.items()
            },
        )


def select_rules(
    rubric: Rubric,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    places: Mapping[str, str] | None = None,
) -> Selection:
    """The rules that `select` names (all where it is empty) without those that `ignore` names.

    A name is an id, in any case of letters, else the beginning of ids; several may stand in one, with commas.
    Where both name a rule the longer name decides, and `ignore` where they are alike. Raises `SupcheckError`
    for a name that no rule has, and where nothing is left; `places` says where in a file 'select' and
    'ignore' stand that were not on the command line.
    """
    rules: tuple[Rule, ...] = (*rubric.criteria, *rubric.flags, *rubric.series)
    ids = [*(rule.id for rule in rules), LANGUAGE]
    asked = {"select": "--select", "ignore": "--ignore", **(places or {})}
    chosen, left_out = _lengths(ids, select, asked["select"]), _lengths(ids, ignore, asked["ignore"])
    taken = {rule for rule in ids if chosen.get(rule, -1 if select else 0) > left_out.get(rule, -1)}
    if not taken:
        raise SupcheckError("--select and --ignore leave no rule; select one at least")
    return Selection(_names(select), _names(ignore), frozenset(taken))


def _names(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip() for one in given for name in one.split(",") if name.strip())


def _lengths(ids: Sequence[str], given: Sequence[str], place: str) -> dict[str, int]:
    """Each rule that is named, with the length of the longest name that names it."""
    lengths: dict[str, int] = {}
    for name in _names(given):
        exact = [rule for rule in ids if rule.lower() == name.lower()]
        named = exact or [rule for rule in ids if rule.lower().startswith(name.lower())]
        if not named:
            told = f"no rule is {shown(name)} or begins so{meant(name, ids)}"
            raise SupcheckError(f"{place}: {told}; the rules are {', '.join(ids)}")
        for rule in named:
            lengths[rule] = max(len(name), lengths.get(rule, 0))
    return lengths
