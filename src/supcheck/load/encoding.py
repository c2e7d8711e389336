"""How a file's bytes are text, told from a stream, so that no file need be in memory for it."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO, Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_QUOTE = re.compile(r"(?m)^(?:> ?)+")
_FEWEST_QUOTED: Final = 3
_SAMPLE: Final = 4_000
_CHUNK: Final = 1 << 20


def encoding_of(stream: BinaryIO) -> str | None:
    """utf-8 with or without a mark, utf-16, else Windows-1252 as council software writes it.

    None for what is no text. Reads the stream, from its start, as far as it must.
    """
    sample = stream.read(_SAMPLE)
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if len(sample) >= 4 and zeros.count(0) * 2 > len(zeros):
            return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    found, chunk = "utf-8", sample
    while chunk:
        if b"\x00" in chunk:
            return None
        if found == "utf-8":
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                found = "cp1252"
        chunk = stream.read(_CHUNK)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        found = "cp1252"
    return found


def one_newline(text: str) -> str:
    """The text with one newline a line, whatever ended its lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unquoted(text: str) -> str:
    """A message without the `>` before each line of what was forwarded, where most lines have it."""
    lines = [line for line in text.split("\n") if line.strip()]
    quoted = sum(line.startswith(">") for line in lines)
    return _QUOTE.sub("", text) if quoted >= _FEWEST_QUOTED and 2 * quoted > len(lines) else text
