"""What the columns of a table in a text file are, told from their titles and from what stands in them."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from huggingtweets_gui.tweets.formats.text_lines import encoding_of, read_lines
from huggingtweets_gui.tweets.moments import moment
from huggingtweets_gui.tweets.posts import Columns
from huggingtweets_gui.tweets.values import id_of

# The surest first.
_TEXT_TITLES = (
    *("full_text", "rawcontent", "tweet_text", "text", "tweet", "content", "body"),
    *("message", "post", "status", "caption", "note"),
)
_DATE_TITLES = ("created_at", "createdat", "date", "datetime", "timestamp", "time", "published", "posted_at")
_ID_TITLES = ("id", "id_str", "tweet_id", "tweetid", "status_id", "post_id")
_HANDLE_TITLES = ("username", "user_name", "screen_name", "user_screen_name", "handle", "author", "user")
_DELIMITERS = ",\t;|"
_LOOKED_AT = 200
_MOST_COLUMNS = 1000
_SAME_WIDTH = 0.9
_ROWS_TO_TELL_PROSE = 5
_WORDS_OF_TEXT = 3
_LONGEST_TITLE = 40
_EPOCH_DIGITS = (10, 13)  # of a Unix time in s and in ms


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table.

    Attributes:
        encoding: of the file.
        delimiter: between the cells.
        titles: of the columns; empty where the first row is none of titles.
        rows: the first rows, without the titles.
    """

    encoding: str
    delimiter: str
    titles: list[str]
    rows: list[list[str]]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max(map(len, [self.titles, *self.rows]))

    def names(self) -> list[str]:
        """Return what each column is called: its title, or its number from 1."""
        numbers = range(self.width)
        return [self.titles[n] if n < len(self.titles) and self.titles[n] else str(n + 1) for n in numbers]

    def find(self, name: str) -> int | None:
        """Return the place of the column that is called so, by its title or its number from 1."""
        folded = name.strip().casefold()
        titles = [title.casefold() for title in self.titles]
        if folded in titles:
            return titles.index(folded)
        is_number = folded.isascii() and folded.isdigit() and len(folded) < 5
        return int(folded) - 1 if is_number and 1 <= int(folded) <= self.width else None

    def text(self, chosen: Columns | None) -> int | None:
        """Return the place of the column with the texts, or None where that is not clear."""
        if chosen is not None:
            return self.find(chosen.text)
        if self.width == 1:
            return 0
        titled = self._titled(_TEXT_TITLES)
        if titled is not None:
            return titled
        *_, second, first = sorted(self._words())
        return self.wordiest() if first >= _WORDS_OF_TEXT and first >= second * 2 else None

    def wordiest(self) -> int:
        """Return the place of the column with the most words, which is the likeliest one to hold texts."""
        words = self._words()
        return words.index(max(words))

    def date(self, chosen: Columns | None) -> int | None:
        """Return the place of the column that says when, or None without."""
        if chosen is not None and chosen.date is not None:
            return self.find(chosen.date)
        titled = self._titled(_DATE_TITLES)
        places = (place for place in range(self.width) if _all(self._cells(place), cell_moment))
        return titled if titled is not None else next(places, None)

    def id(self) -> int | None:
        """Return the place of the column with ids, unless a spreadsheet has rounded them."""
        place = self._titled(_ID_TITLES)
        if place is None or not _all(self._cells(place), id_of):
            return None
        cells = self._cells(place)
        are_rounded = all(len(cell) > 16 and cell.endswith("000") for cell in cells)
        return None if are_rounded else place

    def handle(self) -> int | None:
        """Return the place of the column that says whose the posts are, or None without."""
        return self._titled(_HANDLE_TITLES)

    def _titled(self, wanted: Sequence[str]) -> int | None:
        titles = [_plain(title) for title in self.titles]
        return next((titles.index(title) for title in wanted if title in titles), None)

    def _words(self) -> list[float]:
        return [_mean_words(self._cells(place)) for place in range(self.width)]

    def _cells(self, place: int) -> list[str]:
        return [row[place] for row in self.rows if place < len(row) and row[place]]


def find_sheet(beginning: bytes) -> Sheet | None:
    """Return the table that a file begins with, or None where it is no table."""
    encoding = encoding_of(beginning)
    if encoding is None:
        return None
    lines = list(islice(read_lines([beginning], encoding), _LOOKED_AT))
    candidates = [(delimiter, _first_rows(lines, delimiter)) for delimiter in _DELIMITERS]
    delimiter, rows = max(candidates, key=lambda candidate: _regularity(candidate[1]))
    if not rows or max(map(len, rows)) > _MOST_COLUMNS or not _is_table(rows, delimiter):
        return None
    titles = rows.pop(0) if _are_titles(rows) else []
    return Sheet(encoding, delimiter, [title.strip() for title in titles], rows)


def read_rows(lines: Iterable[str], delimiter: str) -> Iterator[list[str] | None]:
    """Yield the rows of a table: one of empty cells as ``[]``, and None for one damaged beyond reading."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:  # A cell without an end: the next line begins anew.
            yield None
            continue
        yield row if any(row) else []


def cell_moment(cell: str) -> datetime | None:
    """Return the time in a cell, or None; a small number is none."""
    cell = cell.strip()
    return None if cell.isdigit() and len(cell) not in _EPOCH_DIGITS else moment(cell)


def _first_rows(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    rows = [row for row in read_rows(lines, delimiter) if row]
    return rows[:-1] if len(lines) == _LOOKED_AT else rows  # The last may go on further down.


def _regularity(rows: list[list[str]]) -> tuple[float, int]:
    """Return how many of the rows have the usual width, if that is more than one cell, and that width."""
    widths = Counter(map(len, rows))
    [(width, count)] = widths.most_common(1) or [(0, 0)]
    return (count / len(rows), width) if width > 1 else (0.0, width)


def _is_table(rows: list[list[str]], delimiter: str) -> bool:
    """Tell whether rows are of a table: prose with a comma in each line shall not be taken for one."""
    if set(map(_plain, rows[0])) & set(_TEXT_TITLES):
        return True
    share, _ = _regularity(rows)
    return share >= _SAME_WIDTH and (delimiter == "\t" or len(rows) >= _ROWS_TO_TELL_PROSE)


def _are_titles(rows: list[list[str]]) -> bool:
    first = rows[0]
    known = {*_TEXT_TITLES, *_DATE_TITLES, *_ID_TITLES, *_HANDLE_TITLES}
    if set(map(_plain, first)) & known:
        return True
    is_short = all(cell and len(cell) <= _LONGEST_TITLE and not cell_moment(cell) for cell in first)
    longest = max(_mean_words([row[n] for row in rows[1:] if n < len(row)]) for n in range(len(first)))
    return (
        is_short and len(set(first)) == len(first) and longest > 2 * max(len(cell.split()) for cell in first)
    )


def _plain(title: str) -> str:
    return "_".join(title.casefold().replace("-", " ").replace(".", " ").split())


def _mean_words(cells: Sequence[str]) -> float:
    return sum(len(cell.split()) for cell in cells) / max(1, len(cells))


def _all(cells: Sequence[str], reads: Callable[[str], object]) -> bool:
    return bool(cells) and all(reads(cell.strip()) for cell in cells)
