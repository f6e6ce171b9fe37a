"""Strangers' text made fit to be shown: it disturbs nothing beside it, in the window and on a terminal."""

import re

# Embeddings, overrides and isolates turn the direction of what follows; marks of direction may stay.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]+")
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_STACKED_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)


def tame(text: str, most: int | None = None) -> str:
    """Return ``text`` with line breaks as its only control characters, cut off after ``most`` characters."""
    if most is not None and len(text) > most:
        text = f"{text[: most - 1]}…"
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_BREAKS.sub("\n", text)
    text = _DIRECTIONS.sub("", _CONTROLS.sub(" ", text))
    return _STACKED_MARKS.sub(r"\1", text)
