"""`python -m tests.golden_reports`: write the golden reports again."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from supcheck.cli import main

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
SOURCES = {"kinship-supervision": "txt", "vague-drift": "txt", "exploitation": "docx"}
WANTED = (("kinship-supervision", "txt"), ("vague-drift", "txt"), ("exploitation", "md"))


def report(name: str, suffix: str) -> str:
    """The report of one shipped record, without the model's digest, which training changes."""
    path = ROOT / "fixtures" / "records" / f"{name}.{SOURCES[name]}"
    form = {"txt": "human", "md": "md"}[suffix]
    out = CliRunner().invoke(main, ["check", str(path), "--output-format", form, "--fail-on", "never"]).stdout
    return "\n".join(line for line in out.splitlines() if "Not found in the text does not" not in line) + "\n"


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name, suffix in WANTED:
        (GOLDEN / f"{name}.{suffix}").write_text(report(name, suffix), encoding="utf-8", newline="\n")
