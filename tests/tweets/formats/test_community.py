"""The Community Archive's archive.json."""

import json

import pytest

from huggingtweets_gui.tweets.sources import read_source
from tests.archives import ACCOUNT, note_record, official_zip
from tests.invented import invented_tweets


def document(tweets, **parts):
    archive = {
        "follower": [{"follower": {"accountId": "1"}}],
        "like": [{"like": {"tweetId": "5", "fullText": "somebody else's"}}],
        "account": [{"account": ACCOUNT}],
        "profile": [{"profile": {"avatarMediaUrl": "https://example.com/x.png"}}],
        "tweets": [{"tweet": tweet} for tweet in tweets],
    }
    return archive | parts


@pytest.mark.parametrize("indent", [None, 2])
def test_it_is_read_as_the_official_archive_that_it_was_made_of(tmp_path, indent):
    tweets = invented_tweets(200)
    path = tmp_path / "some file"
    path.write_text(json.dumps(document(tweets), indent=indent), encoding="utf-8")
    source = read_source(path)
    official = read_source(official_zip(tmp_path / "official.zip", tweets))
    assert (source.tweets, source.lost_records) == (official.tweets, 0)
    assert (source.author.handle, source.author.name) == (official.author.handle, official.author.name)


def test_notes_are_joined_and_communities_read(tmp_path):
    long = "I have been thinking about the harbour clock " * 12
    first, second, *others = invented_tweets(10)
    first = first | {"full_text": long[:270] + "…"}
    note = note_record(first, long)
    parts = {"note-tweet": [{"noteTweet": note}], "community-tweet": [{"tweet": second}]}
    path = tmp_path / "archive.json"
    path.write_text(json.dumps(document([first, *others], **parts)), encoding="utf-8")
    source = read_source(path)
    assert len(source.tweets) == 10
    assert [tweet.note_text for tweet in source.tweets if tweet.note_text] == [long]


def test_a_cut_off_file_gives_its_whole_tweets(tmp_path):
    path = tmp_path / "archive.json"
    text = json.dumps(document(invented_tweets(100)))
    path.write_text(text[: len(text) * 2 // 3], encoding="utf-8")
    told = []
    source = read_source(path, lambda *numbers: told.append(numbers))
    assert 50 < len(source.tweets) < 70
    assert source.lost_records == 1
    assert told[-1][0] == told[-1][1] == 2 * path.stat().st_size
