"""Whose posts are read where a file may hold those of several people."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.tweets.container import Container
from huggingtweets_gui.tweets.formats.files import reported
from huggingtweets_gui.tweets.formats.json_records import read_records
from huggingtweets_gui.tweets.model import Author, Tweet, parse_handle
from huggingtweets_gui.tweets.posts import Batch, Posts
from huggingtweets_gui.tweets.values import dict_of, name_of, text_of

_LOOKED_AT = 5000
_NAMED = 3
_LONGEST_KEY = 40  # in an error


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote a post.

    Attributes:
        key: tells people apart in one file: an id, or the handle in lower case.
        author: with a handle, or None where the file holds only the key.
    """

    key: str
    author: Author | None = field(compare=False)


@dataclass(frozen=True, slots=True)
class Post:
    """A tweet and who wrote it; None where the file does not say."""

    tweet: Tweet
    person: Person | None


Parser = Callable[[dict[str, object]], Iterable[Post | None]]
"""Returns the posts in a record, with None for each damaged one."""


def person(handle: object, name: object, key: object = None) -> Person | None:
    """Return the person that a file describes, or None where it does not."""
    author = None
    with suppress(UserError):
        valid = parse_handle(text_of(handle) or "")
        author = Author(valid, name_of(name, valid))
    known = text_of(key) or (author.handle.casefold() if author else "")
    return Person(known, author) if known else None


def read_posts(parse: Parser, name: str, handle: str | None, container: Container, report: Progress) -> Posts:
    """Read one person's posts from a file of records.

    Posts of others are passed over: a file of one person's posts often holds some that they answer.
    Where nobody wrote half of the first posts, the file is not one person's.

    Args:
        parse: reads a record.
        name: the file.
        handle: whose posts the user wants, or None. Where the file holds one person's only, it may
            be another one than the file says.
        container: where the file is.
        report: called with bytes.

    Raises:
        UserError: MANY_AUTHORS, and those of the container.
    """
    chosen = choose(_first_people(parse, container.chunks(name)), handle, name)
    batches = _batches(parse, chosen, reported(container, [name], report))
    return Posts(chosen.author if chosen else None, batches)


def _batches(parse: Parser, chosen: Person | None, chunks: Iterator[bytes]) -> Iterator[Batch]:
    for batch in read_records(chunks):
        posts = [post for record in batch.records for post in parse(dict_of(record))]
        tweets = [post.tweet for post in posts if post and _is_by(chosen, post.person)]
        yield Batch(tweets, batch.lost + posts.count(None))


def _is_by(chosen: Person | None, writer: Person | None) -> bool:
    return chosen is None or writer is None or writer.key == chosen.key


def _first_people(parse: Parser, chunks: Iterator[bytes]) -> Counter[Person | None]:
    people: Counter[Person | None] = Counter()
    for batch in read_records(chunks):
        for record in batch.records:
            people.update(post.person for post in parse(dict_of(record)) if post)
        if people.total() >= _LOOKED_AT:
            break
    return people


def choose(people: Counter[Person | None], handle: str | None, name: str) -> Person | None:
    """Return whose posts to read, of the people who wrote the first posts; None where they are not named.

    Args:
        people: how many posts each wrote.
        handle: whom the user wants, or None.
        name: the file, for the error.

    Raises:
        UserError: MANY_AUTHORS.
    """
    by_handle = {one.author.handle.casefold(): one for one in people if one and one.author}
    if handle is not None and (wanted := by_handle.get(handle.casefold())):
        return wanted
    known = Counter({one: count for one, count in people.items() if one})
    if not known:
        return None
    [(first, count)] = known.most_common(1)
    if len(known) == 1 or (handle is None and count * 2 >= known.total()):
        return first
    named = (
        f"@{one.author.handle}" if one.author else one.key[:_LONGEST_KEY]
        for one, _ in known.most_common(_NAMED)
    )
    raise UserError(ErrorCode.MANY_AUTHORS, name=name, people=", ".join(named))
