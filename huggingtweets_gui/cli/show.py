"""What the commands print: results on standard output, progress on standard error."""

import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence

from huggingtweets_gui.foundation.tame_text import tame

COUNT_NAMES = {
    "downloaded": "Downloaded",
    "retweets": "Retweets",
    "short": "Short",
    "circle": "Sent to a circle",
    "superseded": "Edited since",
    "automatic": "Sent by machines",
    "other_dates": "Outside the dates",
    "other_languages": "In other languages",
    "left_out": "Left out by you",
    "joined": "Joined to threads",
    "duplicates": "Near-duplicates",
    "kept": "Kept",
}


def print_text(text: str) -> None:
    """Print a text that holds others' words, at once: nothing in it acts on the terminal."""
    print(tame(text), flush=True)


def print_json(record: Mapping[str, object]) -> None:
    """Print one object as a line of JSON, at once."""
    print(json.dumps(record, ensure_ascii=False), flush=True)


def print_table(rows: Iterable[Sequence[str]], right: frozenset[int] = frozenset()) -> None:
    """Print rows in columns; the columns in ``right`` are aligned there."""
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.rjust(width) if index in right else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print_text("  ".join(cells).rstrip())


def tell(sentence: str) -> None:
    """Tell the user something that is no result."""
    print(tame(sentence), file=sys.stderr, flush=True)


def duration(seconds: float) -> str:
    """Return a time in words, such as "1 min 10 s"."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def size(count: float) -> str:
    """Return a number of bytes in words, such as "548 MB"."""
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"


class ProgressLine:
    """One line on standard error that says where slow work stands.

    On a terminal it is rewritten in place; in a file, a line is added every few seconds.
    """

    def __init__(self) -> None:
        self._in_place = sys.stderr.isatty()
        self._pause = 0.1 if self._in_place else 5.0
        self._last = time.monotonic()  # Quick work shows no progress.
        self._width = 0

    def show(self, text: str) -> None:
        """Show ``text``, unless something was shown a moment ago."""
        if time.monotonic() - self._last < self._pause:
            return
        self._last = time.monotonic()
        if self._in_place:
            sys.stderr.write("\r" + text.ljust(self._width))
            self._width = len(text)
        else:
            sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away, so that something else can be printed."""
        if self._in_place and self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0


class ByteProgress:
    """A ``Progress`` in bytes, shown with the time left; a context that takes the line away at its end."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._line = ProgressLine()
        self._start: tuple[float, int] | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show ``done`` of ``total`` bytes."""
        now = time.monotonic()
        # What an earlier attempt has done took no time of this one.
        began, before = self._start = self._start or (now, done)
        passed, new = now - began, done - before
        left = f", {duration(passed / new * (total - done))} left" if new > 0 and passed > 1 else ""
        self._line.show(f"{self._doing}: {size(done)} of {size(total)}{left}")

    def __enter__(self) -> "ByteProgress":
        return self

    def __exit__(self, *_: object) -> None:
        self._line.clear()
