"""Finding tweets in a text that should hold none, however they are wrapped, cut or escaped there."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

_MASK = "[text]"
# What agrees in fewer letters is masked only where it is a whole tweet: others are words that anybody uses.
_FEWEST = 20
# Compared is the run of letters and digits alone. Windows of this many are looked up, so many apart that
# whatever agrees has one of them in it; what is found there grows to both sides as far as it agrees.
_WINDOW = 8
_STEP = _FEWEST - _WINDOW + 1
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\[abfnrtv]|\\x[0-9a-fA-F]{2}|[^\W_]|\0")
_LETTERS = re.compile(r"[^\W_]+")
_ASCII_LETTERS = {code: chr(code).lower() if chr(code).isalnum() else None for code in range(128)}


def mask_texts(report: str, texts: Iterable[str]) -> str:
    """Return ``report`` with ``[text]`` wherever 20 letters in a row, or the whole, of a text stand.

    A zero character parts the report: nothing is found across it.
    """
    letters, places = _letters_of(report)
    windows: dict[str, list[int]] = defaultdict(list)
    for start in range(len(letters) - _WINDOW + 1):
        windows[letters[start : start + _WINDOW]].append(start)
    found = [False] * len(letters)
    for text in texts:
        wanted = _letters_in(text)
        # Most texts end here, and there may be a million of them.
        if windows.keys().isdisjoint(
            [wanted[at : at + _WINDOW] for at in range(0, len(wanted) - _WINDOW + 1, _STEP)]
        ):
            continue
        for start, end in _agreements(letters, wanted, windows):
            found[start:end] = [True] * (end - start)
    return _masked(report, found, places)


def _letters_in(text: str) -> str:
    """Return the letters and digits of a text."""
    if text.isascii():
        return text.translate(_ASCII_LETTERS)  # four times as fast
    return "".join(_LETTERS.findall(text)).lower()


def _letters_of(report: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the letters and digits, and for each one its place in the report."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for match in _ESCAPED.finditer(report):
        if len(match[0]) == 1:
            shown = match[0]
        elif match[1]:
            shown = "".join(_LETTERS.findall(chr(int(match[1], 16))))
        else:
            continue  # an escaped line break, or a byte
        for letter in shown.lower():
            letters.append(letter)
            places.append(match.span())
    return "".join(letters), places


def _agreements(letters: str, wanted: str, windows: dict[str, list[int]]) -> Iterator[tuple[int, int]]:
    for offset in range(0, len(wanted) - _WINDOW + 1, _STEP):
        for place in windows.get(wanted[offset : offset + _WINDOW], ()):
            start, end, first, last = place, place + _WINDOW, offset, offset + _WINDOW
            while start and first and letters[start - 1] == wanted[first - 1]:
                start, first = start - 1, first - 1
            while end < len(letters) and last < len(wanted) and letters[end] == wanted[last]:
                end, last = end + 1, last + 1
            if end - start >= _FEWEST or end - start == len(wanted):
                yield start, end


def _masked(report: str, found: list[bool], places: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    at, was_found = 0, False
    for is_found, (start, end) in zip(found, places, strict=True):
        if is_found and not was_found:
            pieces += [report[at:start], _MASK]
        elif was_found and not is_found:
            pieces.append(report[at:start])
        if is_found or was_found:
            at = end if is_found else start
        was_found = is_found
    return "".join([*pieces, report[at:]])
