"""Archives of every era give the same tweets and the author."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.tweets.model import Author
from huggingtweets_gui.tweets.sources import read_source
from tests import archives
from tests.invented import reply_fields, snowflake, tweet_record

TWEETS = archives.invented_tweets(60, seed=3)
SENT = datetime(2023, 7, 1, 10, 0, 0, tzinfo=UTC)


def texts_by_id(records=TWEETS):
    return {int(record["id_str"]): record["full_text"] for record in records}


def read_texts(path: Path):
    archive = read_source(path)
    assert archive.lost_records == 0
    return {tweet.id: tweet.text for tweet in archive.tweets}


def read_members(tmp_path: Path, members):
    return read_source(archives.write_zip(tmp_path / "archive.zip", members))


ERAS = {
    "2023": archives.official_members(TWEETS),
    "2023 in parts": archives.official_members(TWEETS, parts=3),
    "2018": archives.gdpr_2018_members(TWEETS),
    "2020": archives.gdpr_2018_members(TWEETS, wrapped=True),
    "2020 in data/": {
        f"data/{name}": content for name, content in archives.gdpr_2018_members(TWEETS, wrapped=True).items()
    },
    "Grailbird": archives.grailbird_members(TWEETS),
}


@pytest.mark.parametrize("members", ERAS.values(), ids=ERAS)
def test_every_era_is_read_from_a_zip_and_from_its_folder(tmp_path, members):
    path = archives.write_zip(tmp_path / "archive.zip", members)
    folder = archives.write_folder(tmp_path / "unpacked", members)

    assert read_texts(path) == texts_by_id()
    assert read_texts(folder) == texts_by_id()
    assert read_source(path) == read_source(folder)
    assert read_source(path).author.handle == "gull_keeper"


@pytest.mark.parametrize("era", ["2023 in parts", "2020 in data/", "Grailbird"])
def test_the_data_folder_may_be_chosen_too(tmp_path, era):
    folder = archives.write_folder(tmp_path, ERAS[era])

    assert read_source(folder / "data") == read_source(folder)


@pytest.mark.parametrize("members", ERAS.values(), ids=ERAS)
def test_archives_zipped_again_lie_in_a_folder_with_litter_beside(tmp_path, members):
    top = "twitter-2023-05-01-abc/"
    nested = {top + name: content for name, content in members.items()}
    litter = {
        f"__MACOSX/{top}data/tweets.js": b"\0\5\26\7",
        f"{top}.DS_Store": b"\0",
        f"{top}data/._tweets.js": b"\0",
    }
    path = archives.write_zip(tmp_path / "again.zip", litter | nested)
    folder = archives.write_folder(tmp_path / "outer", litter | nested)

    assert read_texts(path) == texts_by_id()
    assert read_texts(folder) == texts_by_id()


@pytest.mark.parametrize(
    ("era", "member"),
    [
        ("2023", "data/tweets.js"),
        ("2018", "tweet.js"),
    ],
)
def test_a_single_file_holds_tweets_but_no_author(tmp_path, era, member):
    archives.write_folder(tmp_path, ERAS[era])

    assert read_texts(tmp_path / member) == texts_by_id()
    assert read_source(tmp_path / member).author is None


def test_a_single_part_or_month_is_read_by_itself(tmp_path):
    archives.write_folder(tmp_path, ERAS["2023 in parts"] | ERAS["Grailbird"])
    month = next((tmp_path / "data/js/tweets").iterdir())

    assert read_texts(tmp_path / "data/tweets-part1.js") == texts_by_id(TWEETS[1::3])
    assert read_texts(month).items() < texts_by_id().items()


def test_the_archives_of_two_people_are_never_mixed(tmp_path):
    other = archives.invented_tweets(5, seed=9)
    archives.official_folder(tmp_path / "twitter-2022-01-01-aa", TWEETS)
    archives.official_folder(tmp_path / "twitter-2023-01-01-bb", other)

    assert read_texts(tmp_path) == texts_by_id(other)


def test_files_that_other_programs_wrote_again_are_read(tmp_path):
    tweets = json.dumps([{"tweet": tweet} for tweet in TWEETS])
    for number, text in enumerate([f"\ufeffwindow.YTD.tweets.part0={tweets};\r\n", tweets]):
        path = tmp_path / str(number) / "tweets.js"
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")

        assert read_texts(path) == texts_by_id()


def test_tweets_come_once_each_sorted_by_id(tmp_path):
    archive = read_members(tmp_path, archives.official_members(TWEETS, community=TWEETS[:5]))

    ids = [tweet.id for tweet in archive.tweets]
    assert ids == sorted(texts_by_id())


def test_what_a_tweet_says_of_itself(tmp_path):
    first = tweet_record("Fish & <chips> “fresh”", SENT, lang="in", source='<a href="x">Pier &amp; Co</a>')
    reply = tweet_record("@pier_nine Yes", SENT.replace(hour=11), **reply_fields(first))
    vanished = tweet_record("Yes", SENT.replace(hour=12), in_reply_to_user_id_str="8", source="")
    archive = read_members(tmp_path, archives.official_members([reply, vanished, first]))

    plain, answer, answer_to_nobody = archive.tweets
    assert plain.text == "Fish &amp; &lt;chips&gt; “fresh”"
    assert plain.created_at == SENT
    assert (plain.language, plain.application) == ("in", "Pier & Co")
    assert (plain.is_reply, plain.reply_to_id) == (False, None)
    assert (answer.is_reply, answer.reply_to_id) == (True, plain.id)
    assert (answer_to_nobody.is_reply, answer_to_nobody.reply_to_id) == (True, None)
    assert answer_to_nobody.application is None


def test_grailbird_marks_retweets_and_writes_dates_in_its_own_way(tmp_path):
    retweet = tweet_record("RT @pier_nine: The tide!", SENT)
    archive = read_members(tmp_path, archives.grailbird_members([retweet]))

    (tweet,) = archive.tweets
    assert tweet.is_retweet
    assert tweet.created_at == SENT


def test_only_the_last_version_of_an_edited_tweet_stands(tmp_path):
    moments = [SENT.replace(minute=minute) for minute in (0, 5, 10)]
    ids = [str(snowflake(moment)) for moment in moments]
    later = {"edit": {"initialTweetId": ids[0], "editControlInitial": {"editTweetIds": ids[:2]}}}
    versions = [
        tweet_record("Teh tide", moments[0], edit_info={"initial": {"editTweetIds": ids[:2]}}),
        tweet_record("The tide", moments[1], edit_info=later),
        tweet_record("The tide!", moments[2], edit_info={"edit": {"initialTweetId": ids[0]}}),
    ]
    archive = read_members(tmp_path, archives.official_members(versions))

    assert [tweet.superseded for tweet in archive.tweets] == [True, True, False]


def test_an_edit_whose_later_version_is_not_here_stands(tmp_path):
    later = str(snowflake(SENT.replace(minute=9)))
    edited = tweet_record("Teh tide", SENT, edit_info={"initial": {"editTweetIds": ["5", later]}})
    archive = read_members(tmp_path, archives.official_members([edited]))

    assert [tweet.superseded for tweet in archive.tweets] == [False]


def test_long_tweets_are_joined_with_their_notes(tmp_path):
    whole = "Salt & pepper <3 " + "and the tide came in again, " * 20
    long = tweet_record(f"@pier_nine {whole[:250]}… https://t.co/abc", SENT)
    other = tweet_record("A short one", SENT.replace(minute=1))
    notes = [
        archives.note_record(long, whole),
        archives.note_record(other, "The note of a tweet that is gone"),
    ]
    archive = read_members(tmp_path, archives.official_members([long, other], notes=notes))

    assert [tweet.note_text for tweet in archive.tweets] == [whole, None]


def test_circle_tweets_are_marked_and_community_tweets_are_tweets(tmp_path):
    private = tweet_record("Only for friends", SENT)
    public = tweet_record("For all", SENT.replace(minute=1))
    community = tweet_record("For the gull club", SENT.replace(minute=2), community_id="9")
    members = archives.official_members([private, public], circle=[private], community=[community])
    archive = read_members(tmp_path, members)

    assert [(tweet.text, tweet.circle) for tweet in archive.tweets] == [
        ("Only for friends", True),
        ("For all", False),
        ("For the gull club", False),
    ]


def test_the_author_comes_from_the_account_with_the_picture(tmp_path):
    archive = read_members(tmp_path, archives.official_members(TWEETS))

    assert archive.author == Author("gull_keeper", "Keeper of Gulls 🌊", archives.AVATAR)


def test_the_author_comes_from_the_manifest_where_the_account_is_missing(tmp_path):
    archive = read_members(tmp_path, archives.official_members(TWEETS, account=None, avatar=None))

    assert archive.author == Author("gull_keeper", "Keeper of Gulls 🌊")


@pytest.mark.parametrize("username", ["../../etc", "", 5, None])
def test_an_author_without_a_valid_handle_is_unknown(tmp_path, username):
    account = archives.ACCOUNT | {"username": username}
    members = archives.official_members(TWEETS, account=account, manifest=False)

    assert read_members(tmp_path, members).author is None


def test_a_picture_that_is_none_is_left_out(tmp_path):
    archive = read_members(tmp_path, archives.official_members(TWEETS, avatar=b"<script>"))

    assert archive.author.avatar is None


def test_progress_ends_at_the_bytes_of_all_parts_and_can_cancel(tmp_path):
    path = archives.official_zip(tmp_path / "archive.zip", TWEETS, parts=3)
    reports = []
    read_source(path, lambda done, total: reports.append((done, total)))

    assert reports == sorted(reports)
    assert reports[-1][0] == reports[-1][1] > 50_000

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_source(path, cancel)
