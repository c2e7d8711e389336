"""What cannot be shown is shown as '�': control characters, and marks that turn the text around them."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

_UNSHOWN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls; a tab and a line's end are text
    "\u2028\u2029"  # line ends that only some programs keep
    "\u202a-\u202e\u2066-\u2069"  # overrides and embeddings; right-to-left letters need none
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"  # halves of a pair, and what is no character
)


def printable(value: Any) -> Any:
    """`value` as it may stand in a page, a document or Markdown; what is not a plain text stays as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _UNSHOWN.sub("�", value)
    return value
