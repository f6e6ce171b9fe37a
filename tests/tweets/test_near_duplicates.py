"""Near-duplicates among tweets."""

import random
import time

import pytest

from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.tweets.near_duplicates import near_duplicates


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
