"""Records are the same wherever the chunks of a file happen to end."""

import json

import pytest

from huggingtweets_gui.tweets.scripts import all_records, read_records
from tests import archives

TWEETS = archives.invented_tweets(250, seed=2)  # more than is parsed at a time
SCRIPTS = {
    "2023": archives.official_members(TWEETS)["data/tweets.js"],
    "2020": archives.gdpr_2018_members(TWEETS, wrapped=True)["tweet.js"],
    "minified": json.dumps([{"tweet": tweet} for tweet in TWEETS], separators=(",", ":")).encode(),
    "on one line": json.dumps([{"tweet": tweet} for tweet in TWEETS]).encode(),
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
@pytest.mark.parametrize("size", [257, 1000, 30_000, 10**6])
def test_records_do_not_depend_on_the_chunks(script, size):
    chunks = [script[start : start + size] for start in range(0, len(script), size)]
    batches = list(read_records(chunks, list[object]))

    ids = [record["tweet"]["id_str"] for batch in batches for record in batch.records]
    assert ids == [tweet["id_str"] for tweet in TWEETS]
    assert sum(batch.lost for batch in batches) == 0
    assert sum(batch.size for batch in batches) == len(script)


def test_records_come_as_soon_as_they_are_whole():
    script = SCRIPTS["2023"]
    chunks = (script[start : start + 1000] for start in range(0, len(script), 1000))

    first = next(batch for batch in read_records(chunks, list[object]) if batch.records)

    assert len(first.records) < len(TWEETS)
    assert next(chunks, b"")


def in_chunks(script: bytes):
    return (script[start : start + 2**20] for start in range(0, len(script), 2**20))


def test_records_between_which_no_known_comma_stands_are_told_apart_by_their_brackets():
    record = {"id_str": "1", "full_text": '"},{"] \\" [' * 100, "entities": {"urls": [{}, {}]}}
    script = f"x = {json.dumps([record] * 4000)}".encode()  # 5 MB
    batches = list(read_records(in_chunks(script), list[object]))

    assert [record for batch in batches for record in batch.records] == [record] * 4000
    assert max(len(batch.records) for batch in batches) < 4000
    assert sum(batch.lost for batch in batches) == 0


@pytest.mark.parametrize(
    "text", [b'{"id":1},"' + b"a" * 6_000_000, (b"[" + b" " * 99) * 60_000, b"x" * 6_000_000]
)
def test_a_record_beyond_all_reason_is_lost(text):
    batches = list(read_records(in_chunks(b"x = [" + text), list[object]))

    assert sum(batch.lost for batch in batches) >= 1
    assert sum(len(batch.records) for batch in batches) <= 1


def test_of_a_file_that_should_be_small_not_more_is_read():
    chunks = in_chunks(b'[{"account":{}},' + (b"{}," + b" " * 99) * 60_000)

    records = all_records(chunks)

    assert records[0] == {"account": {}}
    assert next(chunks, b"")
