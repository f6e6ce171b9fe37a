"""Files of twarc and snscrape, and whose tweets are read from them."""

import json
from datetime import UTC, datetime

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets.model import Author
from huggingtweets_gui.tweets.posts import Answers
from huggingtweets_gui.tweets.sources import open_posts, read_source

GULL = {"id": "77", "username": "gull_keeper", "name": "Keeper of  Gulls"}
PIER = {"id": "88", "username": "pier_nine", "name": "Pier"}
SENT = datetime(2023, 2, 18, 12, 33, 11, tzinfo=UTC)


def v2(number, text, author=GULL, **fields):
    return {
        "id": str(1626921600000000000 + number),
        "text": text,
        "author_id": author["id"],
        "created_at": "2023-02-18T12:33:11.000Z",
        "edit_history_tweet_ids": [str(1626921600000000000 + number)],
        "lang": "en",
    } | fields


def v1(number, text, author=GULL, **fields):
    return {
        "created_at": "Sat Feb 18 12:33:11 +0000 2023",
        "id": 1626921600000000000 + number,
        "id_str": str(1626921600000000000 + number),
        "full_text": text,
        "user": {"id_str": author["id"], "screen_name": author["username"], "name": author["name"]},
    } | fields


def scraped(number, text, author=GULL, **fields):
    return {
        "_type": "snscrape.modules.twitter.Tweet",
        "id": 1626921600000000000 + number,
        "date": "2023-02-18T12:33:11+00:00",
        "rawContent": text,
        "lang": "en",
        "sourceLabel": "Twitter Web App",
        "user": {"username": author["username"], "displayname": author["name"]},
    } | fields


def page(*tweets, users=(GULL, PIER)):
    return {"data": list(tweets), "includes": {"users": list(users)}, "meta": {"result_count": len(tweets)}}


@pytest.fixture
def file(tmp_path):
    def write(*records, name="whatever.dat"):
        path = tmp_path / name
        path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
        return path

    return write


def texts(source):
    return [tweet.text for tweet in source.tweets]


def test_pages_of_the_api_are_read(file):
    reply = {"referenced_tweets": [{"type": "replied_to", "id": "5"}], "in_reply_to_user_id": "88"}
    source = read_source(
        file(
            page(v2(1, "one &amp; only"), v2(2, "@pier_nine yes", **reply)),
            page(
                v2(3, "RT @pier_nine: no", referenced_tweets=[{"type": "retweeted", "id": "6"}]),
                v2(4, "a long one is cut…", note_tweet={"text": "a long one is cut no more"}),
            ),
            {"meta": {"result_count": 0}},
            {"errors": [{"title": "Not Found"}]},
        )
    )
    assert source.author == Author("gull_keeper", "Keeper of Gulls")
    assert source.lost_records == 0
    one, two, three, four = source.tweets
    assert (one.id, one.text, one.created_at, one.language) == (
        1626921600000000001,
        "one &amp; only",
        SENT,
        "en",
    )
    assert (two.is_reply, two.reply_to_id, one.is_reply) == (True, 5, False)
    assert [tweet.is_retweet for tweet in source.tweets] == [False, False, True, False]
    assert three.reply_to_id is None
    assert four.note_text == "a long one is cut no more"


def test_single_tweets_know_their_author_or_do_not(file):
    flattened = read_source(file(v2(1, "one") | {"author": GULL}, v2(2, "two") | {"author": GULL}))
    assert (flattened.author.handle, texts(flattened)) == ("gull_keeper", ["one", "two"])
    bare = {"id": "1626921600000000001", "text": "only these two", "edit_history_tweet_ids": ["1"]}
    source = read_source(file(bare))
    assert source.author is None
    assert source.tweets[0].created_at.year == 2023


def test_tweets_of_the_first_version_are_read(file):
    source = read_source(
        file(
            v1(1, "one"),
            v1(2, "RT @pier_nine: no", retweeted_status={"id_str": "5"}),
            v1(3, "cut of…", truncated=True, extended_tweet={"full_text": "cut off no more"}),
            v1(4, "@pier_nine yes", in_reply_to_status_id_str="5", in_reply_to_screen_name="pier_nine"),
        )
    )
    assert source.author == Author("gull_keeper", "Keeper of Gulls")
    assert texts(source) == ["one", "RT @pier_nine: no", "cut off no more", "@pier_nine yes"]
    assert [tweet.is_retweet for tweet in source.tweets] == [False, True, False, False]
    assert source.tweets[3].reply_to_id == 5


def test_a_list_of_tweets_is_read_as_well_as_lines(tmp_path):
    path = tmp_path / "list.json"
    path.write_text(json.dumps([v1(1, "one"), v1(2, "two")], indent=2), encoding="utf-8")
    assert texts(read_source(path)) == ["one", "two"]


def test_files_of_snscrape_are_read(file):
    old = scraped(4, "older")
    old["content"] = old.pop("rawContent")
    source = read_source(
        file(
            scraped(1, "one &amp; only"),
            scraped(2, "@pier_nine yes", inReplyToTweetId=5),
            scraped(3, "RT @pier_nine: no", retweetedTweet={"id": 6}),
            old,
        )
    )
    assert source.author == Author("gull_keeper", "Keeper of Gulls")
    assert texts(source) == ["one &amp; only", "@pier_nine yes", "RT @pier_nine: no", "older"]
    first, reply, retweet, _ = source.tweets
    assert (first.created_at, first.application, first.language) == (SENT, "Twitter Web App", "en")
    assert (reply.is_reply, reply.reply_to_id, retweet.is_retweet) == (True, 5, True)


def test_other_networks_that_snscrape_reads_are_not_taken_for_twitter(file):
    post = scraped(1, "one", _type="snscrape.modules.mastodon.Post")
    with pytest.raises(UserError) as caught:
        read_source(file(post))
    assert caught.value.code is ErrorCode.NOT_AN_ARCHIVE


@pytest.mark.parametrize("make", [v2, v1, scraped])
def test_damaged_lines_are_counted_and_the_others_read(file, make):
    broken = make(2, "no")
    del broken["id"]
    broken.pop("id_str", None)
    path = file(make(1, "one"), broken, make(3, "a\0b\ud800c"))
    with path.open("ab") as end:
        end.write(b'{"id": "5", "tex')
    source = read_source(path)
    assert texts(source) == ["one", "a\ufffdb\ufffdc"]
    assert source.lost_records == 2


@pytest.mark.parametrize("make", [v2, v1, scraped])
def test_posts_of_others_in_a_persons_file_are_passed_over(file, make):
    records = [make(1, "mine"), make(2, "yours", PIER), make(3, "mine too")]
    if make is v2:
        records = [page(*records)]
    source = read_source(file(*records))
    assert (source.author.handle, texts(source)) == ("gull_keeper", ["mine", "mine too"])
    assert source.lost_records == 0
    wanted = read_source(file(*records), answers=Answers(handle="Pier_Nine"))
    assert (wanted.author.handle, texts(wanted)) == ("pier_nine", ["yours"])


def test_where_nobody_wrote_half_the_user_must_choose(file):
    people = [{"id": str(n), "username": f"gull_{n}", "name": "G"} for n in range(4)]
    path = file(*(scraped(n, f"by {n}", one) for n, one in enumerate(people)))
    for answers in (Answers(), Answers(handle="nobody")):
        with pytest.raises(UserError) as caught, open_posts(path, answers=answers):
            pass
        assert caught.value.code is ErrorCode.MANY_AUTHORS
        assert "@gull_0, @gull_1, @gull_2" in caught.value.sentence
    assert texts(read_source(path, answers=Answers(handle="gull_2"))) == ["by 2"]


def test_progress_is_told_in_bytes(file):
    path = file(*(v1(number, "x" * 1000) for number in range(2000)))
    told = []
    read_source(path, lambda done, total: told.append((done, total)))
    size = path.stat().st_size
    assert told[0] == (0, size)
    assert told[-1] == (size, size)
    assert len(told) > 2
