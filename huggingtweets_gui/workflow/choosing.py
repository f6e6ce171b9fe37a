"""Choosing an author's tweets: which are kept under which rules, and how much that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huggingtweets_gui.foundation.progress import Progress, unreported
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.tweets.model import Author
from huggingtweets_gui.tweets.rules import Judged, Rules, Verdict, count
from huggingtweets_gui.workflow.judging import judge_author

if TYPE_CHECKING:
    from huggingtweets_gui.library.tweet_table import TweetTable


@dataclass(frozen=True, slots=True)
class Choice:
    """How an author's tweets in the library are judged.

    Attributes:
        author: whose tweets.
        rules: what they were judged by.
        counts: those of the model card, in its order; see ``rules.count``.
        kept_characters: of all kept texts.
        kept_bytes: of all kept texts, in UTF-8.
        longest_bytes: of the longest kept text, in UTF-8.
    """

    author: Author
    rules: Rules
    counts: dict[str, int]
    kept_characters: int
    kept_bytes: int
    longest_bytes: int


def choose(library: Library, handle: str, rules: Rules, report: Progress = unreported) -> Choice:
    """Judge all tweets of an author in the library, what the user left out included.

    Raises:
        UserError: UNKNOWN_AUTHOR.
    """
    [choice] = choices(look_through(library, [handle], rules, report), rules)
    return choice


def look_through(
    library: Library, handles: Sequence[str], rules: Rules, report: Progress = unreported
) -> "TweetTable":
    """Judge all tweets of some authors, and return them to be looked through.

    Args:
        library: has the tweets.
        handles: whose.
        rules: what to keep, and how to clean it.
        report: told of each author's tweets as they are judged, then of all as they are read.

    Raises:
        UserError: UNKNOWN_AUTHOR.
    """
    authors = [library.tweets.author(handle) for handle in handles]
    for author in authors:
        judge_author(library, author.handle, rules, report)
    return library.query.table(authors, report)


def choices(table: "TweetTable", rules: Rules) -> list[Choice]:
    """Return how the tweets of a table stand now, one choice an author."""
    found = []
    for number, author in enumerate(table.authors):
        amount = table.kept_amount(number)
        found.append(
            Choice(
                author=author,
                rules=rules,
                counts=count(_verdicts(table, number)),
                kept_characters=amount.characters,
                kept_bytes=amount.bytes,
                longest_bytes=amount.longest_bytes,
            )
        )
    return found


def _verdicts(table: "TweetTable", author: int) -> dict[Verdict, int]:
    standings = table.verdicts(author).items()
    return {standing: times for standing, times in standings if isinstance(standing, Verdict)}


def judged_tweets(library: Library, handle: str, rules: Rules) -> list[Judged]:
    """Return all tweets of an author as they are judged now: those that are kept are a bot's dataset.

    Raises:
        UserError: UNKNOWN_AUTHOR.
    """
    author = library.tweets.author(handle)
    # Again where somebody else changed the tweets, or the verdicts, after they were judged.
    while (judged := library.verdicts.judged(author.handle, rules)) is None:
        judge_author(library, author.handle, rules)
    return judged
