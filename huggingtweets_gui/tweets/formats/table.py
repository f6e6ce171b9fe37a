"""Posts in a table: CSV, TSV and their like."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.tweets.container import Container
from huggingtweets_gui.tweets.formats.files import first_chunk, is_markup, lone_file, reported
from huggingtweets_gui.tweets.formats.people import Person, Post, choose, person
from huggingtweets_gui.tweets.formats.sheet import Sheet, cell_moment, find_sheet, read_rows
from huggingtweets_gui.tweets.formats.text_lines import read_lines
from huggingtweets_gui.tweets.model import UNDATED, Tweet
from huggingtweets_gui.tweets.moments import derived_id
from huggingtweets_gui.tweets.posts import Answers, Batch, Columns, Posts, Reader
from huggingtweets_gui.tweets.values import id_of, text_of

_AT_ONCE = 500
_NAMED, _LONGEST_NAME = 20, 40  # of the columns in an error


@dataclass(frozen=True, slots=True)
class _Places:
    """In which column things stand, from 0; None for what the table does not have."""

    text: int
    date: int | None
    id: int | None
    handle: int | None


def recognise(container: Container, answers: Answers) -> Reader | None:
    """Return how a table of posts is read, or None where the file is of another form.

    The reader raises COLUMN_MISSING where the column with the texts can only be guessed.
    """
    name = lone_file(container)
    sheet = sheet_of(container) if name else None
    return partial(_posts, name, sheet, answers) if name and sheet else None


def sheet_of(container: Container) -> Sheet | None:
    """Return the beginning of the table that a source is, or None where it is of another form."""
    name = lone_file(container)
    beginning = first_chunk(container, name) if name else b""
    return None if is_markup(beginning) else find_sheet(beginning)


def _posts(name: str, sheet: Sheet, answers: Answers, container: Container, report: Progress) -> Posts:
    places = _places(sheet, answers.columns, name)
    people = Counter(_writer(row, places) for row in sheet.rows)
    chosen = choose(people, answers.handle, name)
    rows = read_rows(read_lines(reported(container, [name], report), sheet.encoding), sheet.delimiter)
    if sheet.titles:
        next(filter(None, rows), None)
    return Posts(chosen.author if chosen else None, _batches(rows, places, chosen))


def _places(sheet: Sheet, columns: Columns | None, name: str) -> _Places:
    text = sheet.text(columns)
    if text is None:
        names = ", ".join(f"“{title[:_LONGEST_NAME]}”" for title in sheet.names()[:_NAMED])
        raise UserError(ErrorCode.COLUMN_MISSING, name=name, columns=names)
    return _Places(text, sheet.date(columns), sheet.id(), sheet.handle())


def _batches(rows: Iterator[list[str] | None], places: _Places, chosen: Person | None) -> Iterator[Batch]:
    # A row is let go of once it is parsed: a hostile one has a million cells.
    while some := [_posts_in(row, places) for row in islice(rows, _AT_ONCE)]:
        posts = list(chain.from_iterable(some))
        tweets = [post.tweet for post in posts if post and (chosen is None or post.person in (chosen, None))]
        yield Batch(tweets, posts.count(None))


def _posts_in(row: list[str] | None, places: _Places) -> list[Post | None]:
    if row is None:
        return [None]
    return [_parse(row, places)] if row else []


def _parse(row: list[str], places: _Places) -> Post | None:
    text = text_of(_cell(row, places.text))
    if not text:
        return None
    created_at = cell_moment(_cell(row, places.date)) or UNDATED
    identifier = id_of(_cell(row, places.id).strip()) or derived_id(created_at, text)
    # Most tables of tweets hold them as Twitter gave them, with "&" escaped: so they stay as they are.
    return Post(Tweet(id=identifier, created_at=created_at, text=text), _writer(row, places))


def _writer(row: list[str], places: _Places) -> Person | None:
    return person(_cell(row, places.handle), None)


def _cell(row: list[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""
