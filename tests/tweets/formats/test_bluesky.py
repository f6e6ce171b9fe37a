"""Repositories of Bluesky."""

import random
from datetime import UTC, datetime

import libipld
import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets.sources import read_source
from tests.repositories import OWNER, post, repository, tid

TIME = 1_676_723_591_000_000  # µs; 2023-02-18 12:33:11
FOLDER = "app.bsky.feed.post"


@pytest.fixture
def file(tmp_path):
    def write(data):
        path = tmp_path / "some file"
        path.write_bytes(data)
        return path

    return write


def posts(*records):
    return {f"{FOLDER}/{tid(TIME + number)}": record for number, record in enumerate(records)}


def test_posts_are_read_with_their_time_and_order(file):
    own = {"uri": f"at://{OWNER}/{FOLDER}/{tid(TIME)}", "cid": "x"}
    other = {"uri": f"at://did:plc:other/{FOLDER}/{tid(TIME)}", "cid": "x"}
    records = posts(
        post("salt & pepper", langs=["en-GB"]),
        post("more of it", reply={"root": own, "parent": own}),
        post("an answer", reply={"root": other, "parent": other}),
        post("no time", createdAt="yesterday"),
    )
    records |= {f"{FOLDER}/named-by-hand": post("by hand")}
    records |= {f"app.bsky.feed.like/{tid(TIME)}": {"$type": "app.bsky.feed.like", "subject": own}}
    source = read_source(file(repository(records)))
    assert (source.author, source.lost_records) == (None, 0)
    by_hand = next(tweet for tweet in source.tweets if tweet.text == "by hand")
    assert 0 < by_hand.id < 2**63
    first, more, answer, timeless = (tweet for tweet in source.tweets if tweet is not by_hand)
    assert (first.text, first.language, first.id) == ("salt &amp; pepper", "en", TIME << 10)
    assert first.created_at == datetime(2023, 2, 18, 12, 33, 11, 123456, tzinfo=UTC)
    assert (more.is_reply, more.reply_to_id) == (True, first.id)
    assert (answer.is_reply, answer.reply_to_id) == (True, None)
    assert timeless.created_at == datetime(2023, 2, 18, 12, 33, 11, 3, tzinfo=UTC)


@pytest.mark.parametrize("count", [0, 1, 2, 50, 3000])
def test_all_posts_of_a_tree_are_found(file, count):
    path = file(repository(posts(*(post(f"post {number}") for number in range(count)))))
    if not count:
        with pytest.raises(UserError) as caught:
            read_source(path)
        assert caught.value.code is ErrorCode.NO_TWEETS
        return
    source = read_source(path)
    assert [tweet.text for tweet in source.tweets] == [f"post {number}" for number in range(count)]
    assert source == read_source(path)


def test_what_was_deleted_is_not_read(file):
    data = repository(posts(post("kept")), stray=[post("deleted")])
    assert b"deleted" in data
    assert [tweet.text for tweet in read_source(file(data)).tweets] == ["kept"]


def test_shortened_addresses_are_made_whole(file):
    text = "größe example.com/long/pa... and here"
    start = len("größe ".encode())
    link = {"$type": "app.bsky.richtext.facet#link", "uri": "https://example.com/long/path"}
    index = {"byteStart": start, "byteEnd": start + len("example.com/long/pa...")}
    here = {"byteStart": len(text.encode()) - 4, "byteEnd": len(text.encode())}
    facets = [{"index": index, "features": [link]}, {"index": here, "features": [link]}]
    source = read_source(file(repository(posts(post(text, facets=facets)))))
    assert source.tweets[0].text == "größe https://example.com/long/path and here"


def test_names_are_written_as_elsewhere(file):
    text = "@pier-nine.bsky.social and @walnut.example agree"
    mention = [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:x"}]
    ends = [(0, len("@pier-nine.bsky.social")), (text.index("@w"), text.index(" agree"))]
    facets = [{"index": {"byteStart": a, "byteEnd": b}, "features": mention} for a, b in ends]
    source = read_source(file(repository(posts(post(text, facets=facets)))))
    assert source.tweets[0].text == "@pier-nine and @walnut agree"


def test_a_damaged_file_gives_what_is_left(file):
    data = repository(posts(*(post(f"post {number}") for number in range(50))))
    broken = data.replace(b"post 7", b"post \xff")
    source = read_source(file(broken))
    assert len(source.tweets) == 49
    assert source.lost_records == 1
    with pytest.raises(UserError) as caught:
        read_source(file(data[:-10]))  # The commit, from which all is found, stands at the end here.
    assert caught.value.code is ErrorCode.BROKEN_JSON


def test_hostile_files_are_told(file):
    data = repository(posts(*(post(f"post {number}") for number in range(5))))
    rng = random.Random(4)
    for _ in range(300):
        hostile = bytearray(data)
        for _ in range(rng.randint(1, 20)):
            hostile[rng.randrange(len(hostile))] = rng.randrange(256)
        try:
            read_source(file(hostile))
        except UserError:
            continue


def test_a_file_that_only_begins_alike_is_another(file):
    head = libipld.encode_dag_cbor({"version": 2, "roots": []})
    for data in (bytes([len(head)]) + head, b"\xff" * 100, b"\x00" * 100, b"\x05hello"):
        with pytest.raises(UserError) as caught:
            read_source(file(data))
        assert caught.value.code is ErrorCode.NOT_AN_ARCHIVE
