"""The lines of a text file in whatever encoding it has."""

import codecs
import re
from collections.abc import Iterable, Iterator

_CONTROL = re.compile(rb"[\0-\x08\x0b\x0e-\x1f]")
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_LINE_END = re.compile(r"\r\n|\r|\n")
_LONGEST_LINE = 10**6


def encoding_of(beginning: bytes) -> str | None:
    """Return the encoding of a text file that begins so, or None where it is no text."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if beginning.startswith(mark):
            return encoding
    if len(_CONTROL.findall(beginning)) * 20 > len(beginning):  # a tenth of what is random
        return None
    try:
        codecs.getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        return "cp1252"  # what Windows wrote in the west before
    return "utf-8"


def read_lines(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    """Yield the lines without their ends. What cannot be decoded becomes U+FFFD; endless lines are cut."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    pending = ""
    for chunk in chunks:
        pending += decoder.decode(chunk)
        # A "\r" at the end may be half of a line's end.
        held = "\r" if pending.endswith("\r") else ""
        *lines, pending = _LINE_END.split(pending.removesuffix(held))
        yield from lines
        pending = pending[:_LONGEST_LINE] + held
    pending += decoder.decode(b"", final=True)
    if pending:
        yield from _LINE_END.split(pending.removesuffix("\n").removesuffix("\r"))
