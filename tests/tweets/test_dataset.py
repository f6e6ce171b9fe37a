"""The dataset: split, balanced, written and read."""

import hashlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets.dataset import (
    Entry,
    Part,
    build_dataset,
    raw_sha256,
    read_dataset,
    write_dataset,
)
from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.rules import BETTER, Judged, Verdict, judge

_WORDS = [f"word{number}" for number in range(3000)]


def tweet(number: int, text: str | None = None, reply_to: int | None = None) -> Tweet:
    chance = random.Random(number)
    text = text or " ".join(chance.choices(_WORDS, k=11))
    return Tweet(
        id=number,
        created_at=datetime(2021, 3, 11, 23, 30, tzinfo=UTC),
        text=text,
        reply_to_id=reply_to,
        is_reply=reply_to is not None,
    )


def judged(numbers: Sequence[int]) -> list[Judged]:
    return judge([tweet(number) for number in numbers], BETTER)


def parts(entries: Sequence[Entry]) -> Mapping[Part, set[str]]:
    ids = defaultdict(set)
    for entry in entries:
        ids[entry.part].add(entry.id)
    return ids


def test_the_seed_draws_the_split() -> None:
    tweets = judged(range(1, 401))
    assert build_dataset({"gull": tweets}, 7) == build_dataset({"gull": tweets}, 7)
    assert build_dataset({"gull": tweets}, 7) == build_dataset({"gull": tweets[::-1]}, 7)
    assert parts(build_dataset({"gull": tweets}, 7)) != parts(build_dataset({"gull": tweets}, 8))


@pytest.mark.parametrize(("tweets", "held_out"), [(100, 10), (200, 10), (1000, 50), (6000, 250)])
def test_a_twentieth_is_held_out_in_each_part(tweets: int, held_out: int) -> None:
    entries = build_dataset({"gull": judged(range(1, tweets + 1))}, 0)
    sizes = Counter(entry.part for entry in entries)
    assert sizes[Part.VALIDATION] == sizes[Part.TEST] == held_out
    assert sizes[Part.TRAINING] == tweets - 2 * held_out
    assert {entry.times for entry in entries} == {1}


def test_only_what_is_kept_is_in_it() -> None:
    tweets = judge([tweet(n) for n in range(1, 300)] + [tweet(300, "RT @gull: x")], BETTER, left_out={5})
    entries = build_dataset({"gull": tweets}, 0)
    assert {int(entry.id) for entry in entries} == set(range(1, 300)) - {5}
    assert entries[0] == Entry("1", "gull", "2021-03-11", tweets[0].text, entries[0].part)


def test_near_duplicates_and_threads_never_straddle_the_parts() -> None:
    tweets = [tweet(number) for number in range(1, 301)]
    families = []
    for start in range(1000, 1400, 10):
        first = tweet(start)
        twin = tweet(start + 1, first.text.upper() + "!")
        answer = tweet(start + 2, reply_to=start)
        too_short = tweet(start + 3, "yes", reply_to=start + 2)
        answer_to_it = tweet(start + 4, reply_to=start + 3)
        tweets += [answer_to_it, twin, too_short, first, answer]
        families.append({str(start + member) for member in (0, 1, 2, 4)})
    for seed in range(5):
        drawn = parts(build_dataset({"gull": judge(tweets, BETTER)}, seed))
        assert sum(len(family & drawn[Part.TEST]) for family in families) > 0
        for family in families:
            assert sum(bool(family & drawn[part]) for part in Part) == 1


def test_a_tweet_of_a_joined_thread_that_was_sent_twice_never_straddles_the_parts() -> None:
    rules = replace(BETTER, join_threads=True)
    tweets = [tweet(number) for number in range(1, 301)]
    families = []
    for start in range(1000, 1400, 10):
        thread = [tweet(start), tweet(start + 1, reply_to=start), tweet(start + 2, reply_to=start + 1)]
        again = [tweet(start + 3 + place, one.text) for place, one in enumerate(thread)]
        tweets += [*thread, *again]
        families.append({str(start + member) for member in (0, 3, 4, 5)})
    drawn = parts(build_dataset({"gull": judge(tweets, rules)}, 0))
    assert sum(len(family & drawn[Part.TEST]) for family in families) > 0
    for family in families:
        assert sum(bool(family & drawn[part]) for part in Part) == 1


def test_answers_in_a_circle_do_no_harm() -> None:
    tweets = [tweet(number) for number in range(3, 300)] + [tweet(1, reply_to=2), tweet(2, reply_to=1)]
    assert build_dataset({"gull": judge(tweets, BETTER)}, 0)


def test_somebody_who_says_one_thing_over_and_over_can_be_learned_from() -> None:
    tweets = judge([tweet(number, "BONG BONG BONG BONG BONG") for number in range(1, 401)], BETTER)
    drawn = parts(build_dataset({"clock": tweets}, 0))
    assert {part: len(drawn[part]) for part in Part} == {
        Part.TRAINING: 360,
        Part.VALIDATION: 20,
        Part.TEST: 20,
    }


def test_a_few_very_long_tweets_are_enough() -> None:
    texts = [" ".join(random.Random(number).choices(_WORDS, k=600)) for number in range(3)]
    entries = build_dataset({"gull": judge([tweet(n + 1, text) for n, text in enumerate(texts)], BETTER)}, 0)
    assert {entry.part for entry in entries} == set(Part)


def test_two_tweets_are_too_few_however_long() -> None:
    tweets = judge([tweet(1, "one two three " * 400), tweet(2, "four five six " * 400)], BETTER)
    with pytest.raises(UserError) as caught:
        build_dataset({"gull": tweets}, 0)
    assert caught.value.code is ErrorCode.TOO_FEW_TWEETS


def characters(entries: Sequence[Entry], author: str, part: Part) -> int:
    return sum(
        len(entry.text) * entry.times for entry in entries if (entry.author, entry.part) == (author, part)
    )


def test_each_author_weighs_the_same_in_training_alone() -> None:
    entries = build_dataset(
        {"gull": judged(range(1, 501)), "pier": judged(range(1001, 1101)), "boat": judged(range(2001, 2041))},
        0,
    )
    largest = characters(entries, "gull", Part.TRAINING)
    for author in ("pier", "boat"):
        assert largest - 200 < characters(entries, author, Part.TRAINING) <= largest
    assert {e.times for e in entries if e.author == "gull" or e.part is not Part.TRAINING} == {1}
    for author in ("gull", "pier", "boat"):
        assert {entry.part for entry in entries if entry.author == author} == set(Part)


def test_a_bot_has_one_to_three_authors() -> None:
    four = {f"author{number}": judged(range(number * 1000, number * 1000 + 100)) for number in range(4)}
    for authors in ({}, four):
        with pytest.raises(UserError) as caught:
            build_dataset(authors, 0)
        assert caught.value.code is ErrorCode.TOO_MANY_AUTHORS
    assert build_dataset(dict(list(four.items())[:3]), 0)


def test_fewer_than_6000_characters_are_too_little() -> None:
    def of_length(characters: int) -> list[Judged]:
        texts = ["one two " + "x" * 92 for _ in range(characters // 100)]
        texts.append("one two " + "y" * (characters - 100 * len(texts) - 8))
        return [Judged(tweet(n + 1, text), text, Verdict.KEPT) for n, text in enumerate(texts)]

    with pytest.raises(UserError) as caught:
        build_dataset({"gull": of_length(5_999)}, 0)
    assert caught.value.code is ErrorCode.TOO_LITTLE_TEXT
    assert "5,999" in caught.value.sentence
    assert build_dataset({"gull": of_length(6_050)}, 0)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "bot" / "dataset.jsonl"
    entries = [
        Entry("1001", "gull", "2021-03-11", "two\nlines,\u2028a “quote” and 👩‍🚀", Part.TRAINING, times=3),
        Entry(str(2**62), "pier", "2007-01-01", "今日は", Part.TEST),
    ]
    assert write_dataset(path, entries) == hashlib.sha256(path.read_bytes()).hexdigest()
    assert read_dataset(path) == entries
    lines = path.read_text(encoding="utf-8").split("\n")
    assert json.loads(lines[1])["id"] == str(2**62)
    assert lines[2:] == [""]


@pytest.mark.parametrize("content", [b"{", b"[]\n", b'{"id": "1"}\n', b"\xff\xfe", b'{"part": "attic"}\n'])
def test_a_damaged_dataset_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "dataset.jsonl"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        read_dataset(path)
    assert caught.value.code is ErrorCode.BOT_UNREADABLE


def test_the_hash_of_tweets_does_not_hang_on_their_order_but_on_their_text() -> None:
    tweets = [tweet(1), tweet(2)]
    assert raw_sha256(tweets) == raw_sha256(tweets[::-1])
    assert raw_sha256(tweets) != raw_sha256([tweet(1), tweet(2, "something else")])


def test_a_damaged_dataset_is_told_without_its_tweets(tmp_path: Path) -> None:
    """What is told of it goes to the log, too."""
    path = tmp_path / "dataset.jsonl"
    path.write_bytes(b'{"text": "The gulls are back' + b"\xff")
    with pytest.raises(UserError) as caught:
        read_dataset(path)
    assert caught.value.code is ErrorCode.BOT_UNREADABLE
    assert "gulls" not in caught.value.details
