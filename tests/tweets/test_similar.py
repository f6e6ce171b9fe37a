"""Near-duplicates among tweets, and what a bot copies of its author."""

import random
import time

import pytest

from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.tweets.similar import CopyFinder, Likeness, Match, near_duplicates, tokens

AUTHOR = [
    "Once again the lighthouse keeper has forgotten the foggy pier and nobody in the village minds.",
    "My dream is to sail around the grey island in a walnut shell.",
    "Soup!",
    "今日は港でとても大きなカモメを見ました",
    "วันนี้อากาศดีมากที่ท่าเรือ",
    "🌊🐐✨",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Don't PANIC, it's 5 o'clock",
            ["don", "'", "t", "panic", ",", "it", "'", "s", "5", "o", "'", "clock"],
        ),
        ("大きなgull", ["大", "き", "な", "gull"]),
        ("", []),
        ("🌊🌊", ["🌊", "🌊"]),
    ],
)
def test_tokens_are_words_and_marks_and_characters_where_no_spaces_are_set(
    text: str, expected: list[str]
) -> None:
    assert tokens(text) == expected


def test_near_duplicates_are_grouped_whatever_their_case() -> None:
    texts = [
        "Good morning to all gulls of the harbour",
        "Something else entirely, with a goat",
        "good morning to ALL gulls of the harbour",
        "Good morning to all gulls of the harbour!!",
        "Good evening, goats",
    ]
    assert near_duplicates(texts) == [[0, 2, 3]]


def test_equal_texts_are_grouped_even_when_nothing_is_in_them() -> None:
    assert near_duplicates(["", "a", ""]) == [[0, 2]]
    assert near_duplicates([]) == []


def test_likeness_is_passed_on() -> None:
    texts = ["the old clock of the harbour is late again" + mark for mark in ("", "!", "!!", "!!!")]
    assert near_duplicates(texts) == [[0, 1, 2, 3]]


def test_many_different_texts_are_grouped_in_a_moment() -> None:
    chance = random.Random(1)
    words = [f"word{number}" for number in range(3000)]
    texts = [" ".join(chance.choices(words, k=12)) for _ in range(3000)]
    assert near_duplicates([*texts, texts[7] + "."]) == [[7, 3000]]


@pytest.fixture(scope="module")
def finder() -> CopyFinder:
    return CopyFinder(AUTHOR)


@pytest.mark.parametrize(
    ("sample", "position"),
    [
        (AUTHOR[0], 0),
        (AUTHOR[0].upper(), 0),
        (AUTHOR[2], 2),
        (AUTHOR[3], 3),
        (AUTHOR[4], 4),
        # Eight words in a row in a much longer tweet.
        (
            "I hear that the Lighthouse keeper has forgotten the foggy pier, says my aunt, who lives far away"
            " and never saw the sea in all her long and happy life",
            0,
        ),
        # More than half of a shorter one.
        ("to sail around the grey moon", 1),
        ("とても大きなカモメを見ました、スープを食べた", 3),
    ],
)
def test_copies_are_found(finder: CopyFinder, sample: str, position: int) -> None:
    assert finder.find(sample) == Match(position, Likeness.COPY)


def test_what_is_nearly_the_same_is_near(finder: CopyFinder) -> None:
    sample = "My dreams are to sail round the gray island, in walnut shells."
    assert finder.find(sample) == Match(1, Likeness.NEAR)


@pytest.mark.parametrize(
    "sample",
    [
        "",
        "   ",
        "The goat wrote a letter to the station cat.",
        "🐙",
        # Seven words in a row, but less than half of the tweet.
        "the lighthouse keeper has forgotten the foggy morning when all of us went to swim in our best shoes",
        "in a walnut",  # three words are nobody's own
        "今日は港でとても眠かったので、家に帰ってスープを作り、窓から雨を見ながら猫と寝ていました",
    ],
)
def test_what_the_bot_made_up_is_its_own(finder: CopyFinder, sample: str) -> None:
    assert finder.find(sample) is None


@pytest.mark.parametrize(
    ("sample", "prompt"),
    [
        ("My dream is a boat full of soup and happy goats", "My dream is"),
        ("My dream is", "My dream is"),
        ("My dream is", "My dream is "),
        # The user typed a tweet of the author's; the bot went on with words of its own.
        (
            "Once again the lighthouse keeper has forgotten the foggy pier"
            " although three trumpets played until the end of a rather wild and rainy carnival",
            "Once again the lighthouse keeper has forgotten the foggy pier",
        ),
    ],
)
def test_the_prompt_is_not_held_against_the_bot(finder: CopyFinder, sample: str, prompt: str) -> None:
    assert finder.find(sample, prompt) is None


def test_going_on_as_the_author_did_is_a_copy(finder: CopyFinder) -> None:
    assert finder.find(AUTHOR[1], "My dream is") == Match(1, Likeness.COPY)


def test_a_run_never_reaches_from_one_tweet_into_the_next() -> None:
    finder = CopyFinder(["one two three four", "five six seven eight"])
    assert finder.find("zero three four five six nine ten") is None


def test_without_tweets_nothing_is_a_copy() -> None:
    assert CopyFinder([]).find("Once again the lighthouse keeper") is None
    assert CopyFinder([""]).find("Once again the lighthouse keeper") is None


def test_texts_of_the_same_few_words_are_still_told_apart_in_a_moment() -> None:
    chance = random.Random(1)
    words = ["the", "old", "gull", "sings", "to", "a", "boat", "at", "noon"]
    texts = [" ".join(chance.choices(words, k=12)) for _ in range(5000)]
    texts += [f"{texts[-1]}!", f"{texts[-1]}!!"]
    started = time.process_time()
    groups = near_duplicates(texts)
    assert time.process_time() - started < 10
    assert any({4999, 5000, 5001} <= set(group) for group in groups)


def test_comparing_many_texts_can_be_cancelled() -> None:
    def cancel(done: int, total: int) -> None:
        if done * 2 > total:
            raise Cancelled

    with pytest.raises(Cancelled):
        near_duplicates([f"text number {number}" for number in range(2000)], cancel)
