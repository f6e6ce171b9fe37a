"""The dataset of a bot: the kept tweets of one to three authors, split and balanced.

The three parts are *training*, *validation* (for early stop and for choosing weights) and *test*
(reported once, never chosen on). Near-duplicates and threads stay together in one part, so that
the held-out loss measures voice and not memory.
"""

import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.errors import ErrorCode, UserError, in_short
from huggingtweets_gui.tweets.cleaning import classic_text
from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.rules import Judged, Verdict

FEWEST_CHARACTERS = 6_000
FEW_CHARACTERS = 40_000
MOST_AUTHORS = 3
_HELD_OUT_SHARE = 0.05
_FEWEST_HELD_OUT = 10
_MOST_HELD_OUT = 250


class Part(StrEnum):
    """Which part of the dataset a tweet belongs to."""

    TRAINING = "training"
    VALIDATION = "validation"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Entry:
    """One tweet of a dataset.

    Attributes:
        id: the tweet's id, as a string, since JSON's numbers are too small for it elsewhere.
        author: the author's handle.
        date: the day it was sent, as ``YYYY-MM-DD``.
        text: the cleaned text.
        part: which part it belongs to.
        times: how often it is shown in an epoch; more than once only to balance several authors.
    """

    id: str
    author: str
    date: str
    text: str
    part: Part
    times: int = 1


def build_dataset(judged: Mapping[str, Sequence[Judged]], seed: int) -> list[Entry]:
    """Split and balance the kept tweets of each author, by handle.

    Raises:
        UserError: TOO_MANY_AUTHORS, TOO_LITTLE_TEXT for fewer than 6,000 kept characters, or
            TOO_FEW_TWEETS where nobody has three, one for each part.
    """
    if not 1 <= len(judged) <= MOST_AUTHORS:
        raise UserError(ErrorCode.TOO_MANY_AUTHORS, count=len(judged))
    kept = [
        (handle, one)
        for handle, tweets in judged.items()
        for one in sorted(tweets, key=lambda one: one.tweet.id)
        if one.verdict is Verdict.KEPT
    ]
    characters = sum(len(one.text) for _, one in kept)
    if characters < FEWEST_CHARACTERS:
        raise UserError(ErrorCode.TOO_LITTLE_TEXT, characters=f"{characters:,}")
    authors = [handle for handle, _ in kept]
    parts = _split(authors, _kin(judged, kept), seed)
    if set(parts) != set(Part):
        # Somebody who says one thing over and over is one group: their tweets are drawn singly.
        parts = _split(authors, [[index] for index in range(len(kept))], seed)
    if set(parts) != set(Part):
        raise UserError(ErrorCode.TOO_FEW_TWEETS, count=len(kept))
    entries = [
        Entry(
            id=str(one.tweet.id),
            author=handle,
            date=f"{one.tweet.created_at:%Y-%m-%d}",
            text=one.text,
            part=part,
        )
        for (handle, one), part in zip(kept, parts, strict=True)
    ]
    return _balance(entries, seed)


def raw_sha256(tweets: Iterable[Tweet]) -> str:
    """Return the sha256 of tweets as they were read, whatever the order."""
    digest = hashlib.sha256()
    for tweet in sorted(tweets, key=lambda tweet: tweet.id):
        digest.update(f"{tweet.id}\t{tweet.note_text or tweet.text}\n".encode())
    return digest.hexdigest()


def write_dataset(path: Path, entries: Iterable[Entry]) -> str:
    """Write one JSON object a line and return the sha256 of the file."""
    lines = "".join(json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in entries)
    atomic.write_text(path, lines)
    return hashlib.sha256(lines.encode()).hexdigest()


def read_dataset(path: Path) -> list[Entry]:
    """Read what ``write_dataset`` wrote.

    Raises:
        UserError: BOT_UNREADABLE.
    """
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            records = [json.loads(line) for line in lines]
        return [Entry(**{**record, "part": Part(record["part"])}) for record in records]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UserError(ErrorCode.BOT_UNREADABLE, details=in_short(error), name=path.parent) from error


def _kin(judged: Mapping[str, Sequence[Judged]], kept: Sequence[tuple[str, Judged]]) -> list[list[int]]:
    """Group the positions in ``kept`` of tweets that belong together: near-duplicates, and threads.

    The tweets of a joined thread are also compared one by one, since each may have been sent twice.
    """
    # NumPy in it would delay the first window.
    from huggingtweets_gui.tweets.near_duplicates import Groups, near_duplicates

    groups = Groups(len(kept))
    beginnings = {
        handle: _thread_beginnings(one.tweet for one in tweets) for handle, tweets in judged.items()
    }
    first_of_thread: dict[tuple[str, int], int] = {}
    for index, (handle, one) in enumerate(kept):
        thread = handle, beginnings[handle][one.tweet.id]
        groups.join(index, first_of_thread.setdefault(thread, index))
    texts = [one.text for _, one in kept]
    learners = list(range(len(kept)))  # by text: the position of the tweet that it is learned with
    for handle, tweets in judged.items():
        joined = {beginnings[handle][one.tweet.id] for one in tweets if one.verdict is Verdict.JOINED}
        for one in tweets:
            beginning = beginnings[handle][one.tweet.id]
            if beginning in joined and (handle, beginning) in first_of_thread:
                texts.append(classic_text(one.tweet.note_text or one.tweet.text))
                learners.append(first_of_thread[handle, beginning])
    for first, *others in near_duplicates(texts):
        for other in others:
            groups.join(learners[first], learners[other])
    return groups.all()


def _thread_beginnings(tweets: Iterable[Tweet]) -> dict[int, int]:
    """Return for each tweet's id that of its thread's first tweet, also where one between is not kept."""
    beginnings: dict[int, int] = {}
    # An answer has the larger id, so what it answers comes before it.
    for tweet in sorted(tweets, key=lambda tweet: tweet.id):
        before = tweet.reply_to_id
        beginnings[tweet.id] = tweet.id if before is None else beginnings.get(before, tweet.id)
    return beginnings


def _split(authors: Sequence[str], kin: Sequence[Sequence[int]], seed: int) -> list[Part]:
    """Draw whole groups into validation and test until each author has enough there."""
    wanted = {
        (author, part): _held_out(total)
        for author, total in Counter(authors).items()
        for part in (Part.VALIDATION, Part.TEST)
    }
    parts = [Part.TRAINING] * len(authors)
    for group in random.Random(seed).sample(kin, len(kin)):
        for part in (Part.VALIDATION, Part.TEST):
            # A long thread or a much repeated joke stays in training rather than overfill a part.
            key = (authors[group[0]], part)
            if len(group) <= wanted[key]:
                wanted[key] -= len(group)
                for index in group:
                    parts[index] = part
                break
    return parts


def _held_out(total: int) -> int:
    """Return how many of an author's ``total`` tweets each held-out part shall get."""
    if total < len(Part):
        return 0
    return min(max(round(total * _HELD_OUT_SHARE), min(_FEWEST_HELD_OUT, total // 8), 1), _MOST_HELD_OUT)


def _balance(entries: Sequence[Entry], seed: int) -> list[Entry]:
    """Repeat training tweets of smaller authors until each has as many characters as the largest."""
    training: dict[str, list[int]] = {}
    for index, entry in enumerate(entries):
        if entry.part is Part.TRAINING:
            training.setdefault(entry.author, []).append(index)
    characters = {author: sum(len(entries[i].text) for i in own) for author, own in training.items()}
    times = [1] * len(entries)
    for author, own in training.items():
        missing = max(characters.values()) - characters[author]
        order = random.Random(f"{seed} {author}").sample(own, len(own))
        turn = 0
        while missing >= len(entries[order[turn % len(order)]].text) > 0:
            index = order[turn % len(order)]
            times[index] += 1
            missing -= len(entries[index].text)
            turn += 1
    return [
        Entry(e.id, e.author, e.date, e.text, e.part, often) for e, often in zip(entries, times, strict=True)
    ]
