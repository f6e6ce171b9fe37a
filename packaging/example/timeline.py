"""Six years of posts: how many of which sort, when, and in whose company."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from grammar import Grammar, between, shuffled
from post import MIRA, OTHERS, RANDOM_BITS, Post, snowflake

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SEASONS = ("winter", "spring", "summer", "autumn")

# When a keeper is awake; the evening hours stand twice since she posts most then.
_HOURS = (4, 5, 6, 7, 8, 10, 12, 13, 15, 16, 17, 18, 19, 19, 20, 20, 21, 21, 22, 22, 23)


@dataclass(frozen=True, slots=True)
class Sort:
    """How many posts of one sort there are and in which time."""

    name: str
    count: int
    first: date = date(2019, 1, 1)
    last: date = date(2024, 12, 19)


_PLAN = (
    Sort("tweet", 650),
    Sort("season", 34),
    Sort("thread", 18),
    Sort("reply", 86),
    Sort("link", 34),
    Sort("quote", 20),
    Sort("retweet", 130),
    Sort("short", 70),
    Sort("note", 10, first=date(2023, 7, 1)),
    Sort("edited", 5, first=date(2022, 11, 1)),
    Sort("circle", 5, first=date(2022, 9, 15), last=date(2023, 9, 30)),
)


class Timeline:
    """Composes Mira's posts.

    Args:
        grammar: writes the texts.
        stories: lines posted one after another over some days, by the first day in ISO form.
        rng: the source of chance.
    """

    def __init__(self, grammar: Grammar, stories: dict[str, list[str]], rng: random.Random) -> None:
        self._grammar = grammar
        self._stories = stories
        self._rng = rng
        self._composers: dict[str, Callable[[datetime], list[Post]]] = {
            "season": lambda moment: self._single(_SEASONS[moment.month % 12 // 3], moment),
            "thread": self._thread,
            "reply": self._reply,
            "quote": self._quote,
            "edited": self._edited,
            "circle": self._circle,
            "short": self._short,
        }

    def posts(self) -> list[Post]:
        """Return all posts in random order, as an archive has them."""
        posts = []
        for sort in _PLAN:
            for _ in range(sort.count):
                moment = self._moment_between(sort.first, sort.last)
                compose = self._composers.get(sort.name)
                posts += compose(moment) if compose else self._single(sort.name, moment)
        for first_day, lines in self._stories.items():
            posts += self._story(date.fromisoformat(first_day), lines)
        return shuffled(self._rng, posts)

    def _single(self, rule: str, moment: datetime) -> list[Post]:
        return [Post(self._id(moment), self._grammar.fresh(rule, _calendar(moment)))]

    def _short(self, moment: datetime) -> list[Post]:
        # One may say "tea." more than once in six years.
        return [Post(self._id(moment), self._grammar.expand("short", {}))]

    def _thread(self, moment: datetime) -> list[Post]:
        posts: list[Post] = []
        for part in self._grammar.fresh("thread", _calendar(moment)).split(" | "):
            answered = (posts[-1].id, MIRA) if posts else None
            posts.append(Post(self._id(moment), part, replies_to=answered))
            moment += timedelta(seconds=between(self._rng, 30, 240))
        return posts

    def _reply(self, moment: datetime) -> list[Post]:
        writer, bystander = shuffled(self._rng, OTHERS.values())[:2]
        mentions = (
            f"@{writer.handle} @{bystander.handle}" if self._rng.random() < 0.15 else f"@{writer.handle}"
        )
        answered = self._id(moment - timedelta(minutes=between(self._rng, 1, 600)))
        text = self._grammar.fresh("reply", _calendar(moment))
        return [Post(self._id(moment), f"{mentions} {text}", replies_to=(answered, writer))]

    def _quote(self, moment: datetime) -> list[Post]:
        quoted = self._id(moment - timedelta(minutes=between(self._rng, 5, 900)))
        writer = shuffled(self._rng, OTHERS)[0]
        text = self._grammar.fresh("quote", _calendar(moment))
        return [Post(self._id(moment), f"{text} https://twitter.com/{writer}/status/{quoted}")]

    def _edited(self, moment: datetime) -> list[Post]:
        text = self._grammar.fresh("tweet", _calendar(moment))
        corrected = moment + timedelta(seconds=between(self._rng, 60, 900))
        versions = (self._id(moment), self._id(corrected))
        return [
            Post(versions[0], _misspelt(text), versions=versions),
            Post(versions[1], text, versions=versions),
        ]

    def _circle(self, moment: datetime) -> list[Post]:
        return [Post(self._id(moment), self._grammar.fresh("circle", {}), circle=True)]

    def _story(self, day: date, lines: list[str]) -> list[Post]:
        posts = []
        for line in lines:
            moment = self._moment_between(day, day)
            posts.append(Post(self._id(moment), self._grammar.fill(line, _calendar(moment))))
            day += timedelta(days=between(self._rng, 1, 3))
        return posts

    def _moment_between(self, first: date, last: date) -> datetime:
        day = first + timedelta(days=between(self._rng, 0, (last - first).days))
        hour = shuffled(self._rng, _HOURS)[0]
        within_hour = timedelta(milliseconds=between(self._rng, 0, 3_599_999))
        return datetime.combine(day, time(hour), tzinfo=UTC) + within_hour

    def _id(self, moment: datetime) -> int:
        return snowflake(moment, between(self._rng, 0, 2**RANDOM_BITS - 1))


def _calendar(moment: datetime) -> dict[str, str]:
    return {"weekday": _WEEKDAYS[moment.weekday()], "month": _MONTHS[moment.month - 1]}


def _misspelt(text: str) -> str:
    """Return ``text`` with two letters of its longest word swapped."""
    word = max(text.split(), key=len)
    return text.replace(word, word[0] + word[2] + word[1] + word[3:], 1)
