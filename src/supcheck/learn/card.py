"""`head.json` -> the model card: what was trained, on what, and how far it can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from supcheck.learn.agreement import Bin, Calibration
from supcheck.learn.charts import reliability_chart
from supcheck.report.page import page

PICTURE: Final = "calibration.svg"


def card_text(card: dict[str, Any]) -> str:
    """The card in Markdown; its words are `templates/model-card.md.j2`, its figures the head's own."""
    return page("model-card.md.j2", card=card, table=card_table(card), picture=PICTURE)


def write_card(card: dict[str, Any], path: Path) -> None:
    """Write the card, and the reliability curve beside it."""
    path.write_text(card_text(card), encoding="utf-8", newline="\n")
    (path.parent / PICTURE).write_text(reliability(card), encoding="utf-8", newline="\n")


def reliability(card: dict[str, Any]) -> str:
    """The reliability curve of the unseen voices as SVG."""
    found = card["calibration"]
    return reliability_chart(Calibration(tuple(Bin(*one) for one in found["bins"]), found["error"])) + "\n"


def card_table(card: dict[str, Any]) -> str:
    """Each label or sign: how many units bear it, its figures on unseen voices, and its band's.

    A figure that is not defined is a dash.
    """
    names = ("precision", "recall", "f1", "open", "right_outside", "right_when_sure")
    rows = [
        f"| {name} | {card['trained_on']['positives'][name]} | {card['development']['positives'][name]} | "
        + " | ".join(_shown(card["unseen_voices"][name][of]) for of in names)
        + " |"
        for name in card["targets"]
    ]
    head = (
        "| label or sign | trained on | development | precision | recall | F1 "
        "| left open | right outside the band | right when sure |"
    )
    return "\n".join((head, "| --- " * 9 + "|", *rows))


def _shown(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.2f}"
