"""A large archive goes by in batches, and what belongs together is found wherever it stands."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from huggingtweets_gui.tweets.sources import open_posts, read_source
from tests import archives
from tests.invented import snowflake, tweet_record

SENT = datetime(2023, 7, 1, 10, 0, 0, tzinfo=UTC)
MANY = archives.invented_tweets(1500, seed=4)


def zipped(tmp_path: Path, parts: list[list], **options) -> Path:
    members = archives.official_members([], **options)
    for number, records in enumerate(parts):
        name = f"data/tweets-part{number}.js" if number else "data/tweets.js"
        wrapped = [{"tweet": record} for record in records]
        members[name] = archives.script(f"window.YTD.tweets.part{number}", wrapped)
    return archives.write_zip(tmp_path / "archive.zip", members)


def test_tweets_come_in_batches_while_the_files_are_read(tmp_path):
    path = zipped(tmp_path, [MANY[:800], MANY[800:]])
    positions = []
    with open_posts(path, lambda done, total: positions.append((done, total))) as posts:
        assert posts.author.handle == "gull_keeper"
        assert positions[-1][0] == 0 < positions[-1][1]
        first = next(batch for batch in posts.batches if batch.tweets)
        assert positions[-1][0] < positions[-1][1]
        others = [tweet for batch in posts.batches for tweet in batch.tweets]
    assert 0 < len(first.tweets) < len(MANY)
    assert len(first.tweets) + len(others) == len(MANY)


def test_an_edit_in_another_part_supersedes(tmp_path):
    moments = [SENT, SENT.replace(minute=5), SENT.replace(minute=10)]
    ids = [str(snowflake(moment)) for moment in moments]
    edit = {"edit": {"initialTweetId": ids[0], "editControlInitial": {"editTweetIds": ids}}}
    first, second, third = (
        tweet_record(text, moment, edit_info=info)
        for text, moment, info in zip(
            ("Teh tdie", "The tdie", "The tide"),
            moments,
            ({"initial": {"editTweetIds": ids}}, edit, edit),
            strict=True,
        )
    )
    source = read_source(zipped(tmp_path, [[second, *MANY[:700]], [third], [*MANY[700:], first]]))
    superseded = {str(tweet.id) for tweet in source.tweets if tweet.superseded}
    assert superseded == set(ids[:2])
    assert len(source.tweets) == len(MANY) + 3


def test_a_note_finds_the_first_tweet_after_it_in_whatever_part(tmp_path):
    whole = "The tide came in again and again, " * 12
    beginning = f"{whole[:250]}… https://t.co/abc"
    long, again = tweet_record(beginning, SENT), tweet_record(beginning, SENT + timedelta(seconds=1))
    before = tweet_record(beginning, SENT - timedelta(seconds=1))
    path = zipped(
        tmp_path,
        [[again, *MANY[:700]], [before], [*MANY[700:], long]],
        notes=[archives.note_record(long, whole)],
    )
    noted = {str(tweet.id) for tweet in read_source(path).tweets if tweet.note_text == whole}
    assert noted == {long["id_str"]}


def test_a_superseded_tweet_may_have_a_note_too(tmp_path):
    whole = "The tide came in again and again, " * 12
    moments = [SENT, SENT.replace(minute=5)]
    ids = [str(snowflake(moment)) for moment in moments]
    info = {"initial": {"editTweetIds": ids}}
    first, last = (tweet_record(f"{whole[:250]}…", moment, edit_info=info) for moment in moments)
    notes = [archives.note_record(record, whole) for record in (first, last)]
    source = read_source(zipped(tmp_path, [[last], [first]], notes=notes))
    assert [(tweet.note_text, tweet.superseded) for tweet in source.tweets] == [(whole, True), (whole, False)]


def test_ids_in_two_parts_are_one_tweet(tmp_path):
    source = read_source(zipped(tmp_path, [MANY[:900], MANY[600:]]))
    assert len(source.tweets) == len(MANY)
    assert source.lost_records == 0
