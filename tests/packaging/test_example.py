"""The example archive: made again it is the same, has the official form, and gives enough to learn from."""

import json
import re
import subprocess
import sys
import zipfile
import zlib
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

PROJECT = Path(__file__).parents[2]
ARCHIVE = PROJECT / "resources" / "example" / "lighthouse-archive.zip"
EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657000, tzinfo=UTC)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@cache
def members(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def records(name):
    text = members(ARCHIVE)[f"data/{name}.js"].decode()
    return [record for wrapper in json.loads(text.partition("=")[2]) for record in wrapper.values()]


def moment(snowflake):
    return EPOCH + (int(snowflake) >> 22) * timedelta(milliseconds=1)


def cleaned(text):
    return " ".join(re.sub(r"https?://\S+", "", text).split())


@pytest.fixture(scope="module")
def tweets():
    return records("tweets")


@pytest.fixture(scope="module")
def kept(tweets):
    """The tweets that the classic rules keep, cleaned."""
    texts = [cleaned(t["full_text"]) for t in tweets if not t["full_text"].startswith("RT @")]
    return [text for text in texts if len(re.findall(r"(?<!\S)[^\s@#]+(?!\S)", text)) >= 3]


def pixels(png):
    start = png.index(b"IDAT") + 4
    return zlib.decompress(png[start : start + int.from_bytes(png[start - 8 : start - 4])])


def test_making_it_again_gives_what_is_committed(tmp_path):
    again = tmp_path / "again.zip"
    script = PROJECT / "packaging" / "example" / "make_example.py"
    subprocess.run([sys.executable, str(script), "--output", str(again)], check=True, capture_output=True)
    made, committed = members(again), members(ARCHIVE)
    assert list(made) == list(committed)
    for name, data in committed.items():
        if name.endswith(".png"):  # compressed by the zlib at hand
            assert pixels(made[name]) == pixels(data)
        else:
            assert made[name] == data, name


def test_it_is_small_and_has_the_official_members():
    assert ARCHIVE.stat().st_size < 300_000
    assert set(members(ARCHIVE)) >= {
        "data/manifest.js",
        "data/account.js",
        "data/profile.js",
        "data/tweets.js",
        "data/note-tweet.js",
        "data/twitter-circle-tweet.js",
        "data/direct-messages.js",
        "data/ip-audit.js",
    }
    with zipfile.ZipFile(ARCHIVE) as archive:
        assert all(member.date_time == (2024, 12, 21, 7, 0, 0) for member in archive.infolist())


def test_the_manifest_counts_what_is_there():
    text = members(ARCHIVE)["data/manifest.js"].decode()
    manifest = json.loads(text.removeprefix("window.__THAR_CONFIG = "))
    assert manifest["userInfo"]["userName"] == "lamp_and_gull"
    for entry in manifest["dataTypes"].values():
        for file in entry.get("files", []):
            name = Path(file["fileName"]).stem
            assert int(file["count"]) == len(records(name))
            assert members(ARCHIVE)[file["fileName"]].startswith(f"window.{file['globalName']} = ".encode())


def test_the_picture_is_where_the_profile_says():
    account, profile = records("account")[0], records("profile")[0]
    basename = profile["avatarMediaUrl"].rsplit("/", 1)[1]
    picture = members(ARCHIVE)[f"data/profile_media/{account['accountId']}-{basename}"]
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(pixels(picture)) == 256 * (1 + 256 * 4)


def test_there_is_enough_to_learn_from(tweets, kept):
    retweets = [tweet for tweet in tweets if tweet["full_text"].startswith("RT @")]
    assert 1100 <= len(tweets) <= 1200
    assert len(retweets) == 130
    assert 60 <= len(tweets) - len(retweets) - len(kept) <= 80  # the short ones
    originals = [text for text in kept if not text.startswith("@")]
    assert len(originals) >= 700
    assert sum(map(len, kept)) > 45_000
    assert 70 <= sum(map(len, originals)) / len(originals) <= 90


def test_she_does_not_repeat_herself(kept):
    assert len(set(kept)) == len(kept)
    ratios = process.cdist(kept, kept, scorer=fuzz.ratio, score_cutoff=90)
    repeating = sum((row > 0).sum() > 1 for row in ratios)  # each is like itself
    assert repeating < 0.03 * len(kept)


def test_nothing_of_the_grammar_is_left_over(tweets):
    for tweet in tweets:
        assert not re.search(r"[{}|]|\s{2}|\.\.|,,", tweet["full_text"]), tweet["full_text"]


def test_each_id_is_its_own_and_holds_its_date(tweets):
    assert len({tweet["id_str"] for tweet in tweets}) == len(tweets)
    for tweet in tweets:
        _, month, day, time, _, year = tweet["created_at"].split()
        written = datetime.fromisoformat(f"{year}-{MONTHS.index(month) + 1:02}-{day}T{time}+00:00")
        assert moment(tweet["id"]).replace(microsecond=0) == written
        assert 2019 <= written.year <= 2024


def test_the_order_is_random_as_in_a_real_archive(tweets):
    ids = [int(tweet["id"]) for tweet in tweets]
    rising = sum(first < second for first, second in pairwise(ids))
    assert 0.4 < rising / len(ids) < 0.6


def test_replies_go_to_others_and_to_herself(tweets):
    own = {tweet["id"]: tweet for tweet in tweets}
    replies = [tweet for tweet in tweets if "in_reply_to_status_id" in tweet]
    threads = [tweet for tweet in replies if tweet["in_reply_to_status_id"] in own]
    assert len(threads) >= 30
    assert all(int(tweet["in_reply_to_status_id"]) < int(tweet["id"]) for tweet in replies)
    assert len(replies) - len(threads) >= 80
    for tweet in replies:
        if tweet not in threads:
            assert tweet["full_text"].startswith(f"@{tweet['in_reply_to_screen_name']} ")


def test_entities_point_at_what_they_name(tweets):
    for tweet in tweets:
        text, entities = tweet["full_text"], tweet["entities"]
        named = [(url["indices"], url["url"]) for url in entities["urls"]]
        named += [(tag["indices"], f"#{tag['text']}") for tag in entities["hashtags"]]
        named += [(person["indices"], f"@{person['screen_name']}") for person in entities["user_mentions"]]
        for (start, end), expected in named:
            assert text[int(start) : int(end)] == expected
        assert text.count("https://") == len(entities["urls"])
    quotes = [t for t in tweets if any("/status/" in u["expanded_url"] for u in t["entities"]["urls"])]
    assert len(quotes) == 20


def test_each_note_can_be_joined_to_the_tweet_that_cuts_it_off(tweets):
    notes = records("note-tweet")
    assert 8 <= len(notes) <= 12
    for note in notes:
        made = int(note["noteTweetId"]) >> 22
        later = [tweet for tweet in tweets if int(tweet["id"]) >> 22 >= made]
        tweet = min(later, key=lambda tweet: int(tweet["id"]))
        assert 13 <= (int(tweet["id"]) >> 22) - made <= 41
        assert len(note["core"]["text"]) > 280
        beginning = tweet["full_text"].replace("&amp;", "&")
        assert beginning.endswith("…")
        assert note["core"]["text"].startswith(beginning.removesuffix("…"))


def test_edits_know_each_other(tweets):
    own = {tweet["id"]: tweet for tweet in tweets}
    later = [tweet for tweet in tweets if "edit" in tweet["edit_info"]]
    assert len(later) == 5
    for tweet in later:
        first = own[tweet["edit_info"]["edit"]["initialTweetId"]]
        assert first["edit_info"]["initial"]["editTweetIds"] == [first["id"], tweet["id"]]
        assert first["full_text"] != tweet["full_text"]


def test_circle_tweets_stand_among_the_others_too(tweets):
    circle = records("twitter-circle-tweet")
    assert len(circle) == 5
    assert all(tweet in tweets for tweet in circle)
