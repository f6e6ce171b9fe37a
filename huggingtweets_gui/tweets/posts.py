"""The form that every source of tweets is read into: its author, and the tweets a batch at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.tweets.container import Container
from huggingtweets_gui.tweets.model import Author, Tweet


@dataclass(frozen=True, slots=True)
class Batch:
    """Some tweets of a source.

    Attributes:
        tweets: in any order. A tweet may come again later, when more is known of it: an edit that
            came after it, its whole text. The later one is the truer one.
        lost: how many records were damaged beyond reading (an estimate).
    """

    tweets: list[Tweet]
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Posts:
    """What a source holds.

    Attributes:
        author: whose it is; None where the source does not say: then the user is asked.
        batches: all tweets, read while one goes through them, once. They follow each other fast
            enough to cancel between two, so some of them are empty.
    """

    author: Author | None
    batches: Iterator[Batch]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table are read, each by its title or its number from 1.

    Attributes:
        text: the one with the posts.
        date: the one that says when; None to tell it from the table, and "" where there is none.
    """

    text: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What the user says of a source that does not say it itself.

    Attributes:
        handle: whose tweets are wanted.
        columns: where a table holds them.
    """

    handle: str | None = None
    columns: Columns | None = None


NO_ANSWERS = Answers()

Reader = Callable[[Container, Progress], Posts]
"""Reads a source from its files; reports bytes read. What it raises is a ``UserError`` or ``Cancelled``."""
