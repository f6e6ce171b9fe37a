"""What a bot learned, to be looked through as the library's tweets are."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.foundation.progress import Progress, unreported
from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.tweets.dataset import Entry, read_dataset
from huggingtweets_gui.tweets.model import Author, Tweet
from huggingtweets_gui.tweets.values import escaped

if TYPE_CHECKING:
    from huggingtweets_gui.library.tweet_table import TweetTable

_AT_ONCE = 10_000


def load_dataset(bot: Bot, library: Library, into: Library, report: Progress = unreported) -> "TweetTable":
    """Fill a library of its own with a bot's dataset: the texts learned, and the part each belongs to.

    Args:
        bot: whose dataset.
        library: may still know more of the tweets, such as their language; it is only read.
        into: an empty one, such as one in memory.
        report: told the number of tweets read, of all.

    Raises:
        UserError: BOT_UNREADABLE.
    """
    entries: dict[str, list[Entry]] = {author.handle: [] for author in bot.record.authors}
    for entry in read_dataset(bot.layout.dataset):
        entries.setdefault(entry.author, []).append(entry)
    names = {author.handle: author.name for author in bot.record.authors}
    authors = [Author(handle, names.get(handle, handle)) for handle in entries]
    for author in authors:
        _add(into, author, entries[author.handle], _known(library, author.handle))
    return into.query.table(authors, report)


def still_here(bot: Bot, library: Library) -> list[str]:
    """Return the handles of a bot's authors whose tweets are still in the library."""
    here = []
    for author in bot.record.authors:
        try:
            here.append(library.tweets.author(author.handle).handle)
        except UserError:
            continue
    return here


def _known(library: Library, handle: str) -> Iterator[Tweet]:
    for stored in library.verdicts.batches(handle, _AT_ONCE):
        yield from (one.tweet for one in stored)


def _add(into: Library, author: Author, entries: Sequence[Entry], known: Iterator[Tweet]) -> None:
    by_id = {int(entry.id): entry for entry in entries}
    more = {tweet.id: tweet for tweet in known if tweet.id in by_id}
    into.tweets.add(author, (_tweet(id_, entry, more) for id_, entry in by_id.items()))
    mark = into.verdicts.begin(author.handle)
    for stored in into.verdicts.batches(author.handle, _AT_ONCE):
        parts = ((one.row, by_id[one.tweet.id].part, by_id[one.tweet.id].text) for one in stored)
        into.verdicts.write(author.handle, mark, parts)


def _tweet(id_: int, entry: Entry, more: Mapping[int, Tweet]) -> Tweet:
    """Return a tweet of a dataset, with what the library still knows of it."""
    known = more.get(id_)
    if known is None:
        return Tweet(id_, datetime.fromisoformat(entry.date).replace(tzinfo=UTC), escaped(entry.text))
    return Tweet(
        id=id_,
        created_at=known.created_at,
        text=escaped(entry.text),
        note_text=known.note_text and entry.text,
        reply_to_id=known.reply_to_id,
        is_reply=known.is_reply,
        language=known.language,
        application=known.application,
    )
