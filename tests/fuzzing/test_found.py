"""What broke a parser once, made small; each comes to an end now, in little time and memory."""

import zipfile

import pytest

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.tweets.sources import open_posts, read_source
from tests import archives
from tests.fuzzing.bluesky_car import Link, car, cbor, cid_of
from tests.fuzzing.harness import READ, parse
from tests.fuzzing.seeds import ARCHIVE_SEEDS, JSON_SEEDS, POST, TABLE, TEXT, archive_zip, official_members
from tests.fuzzing.strategies import with_value

TIMES_OF_NO_POST = [
    "0001-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "3000-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
]


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def mastodon_post(**changed):
    seed = JSON_SEEDS["Mastodon outbox"]
    value = seed.value
    for key, one in changed.items():
        value = with_value(value, ("orderedItems", 0, "object", key), one)
    return seed.write(value).encode()


def repository_that_names_one_post(text, times):
    """Return a repository whose tree names the same record again and again."""
    record = cbor(POST | {"text": text})
    names = [f"app.bsky.feed.post/3jui7kd5{number:05}" for number in range(times)]
    tree = cbor(
        {
            "e": [{"k": name.encode(), "p": 0, "t": None, "v": Link(cid_of(record))} for name in names],
            "l": None,
        }
    )
    commit = cbor({"did": "did:plc:a", "data": Link(cid_of(tree)), "version": 3})
    blocks = [(cid_of(content), content) for content in (commit, tree, record)]
    return car({"roots": [Link(cid_of(commit))], "version": 1}, blocks)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\u202eKeeper\x1b[31m\n of\u2067 Gulls 👩‍🚀\0", "Keeper [31m of Gulls 👩‍🚀\ufffd"),
        ("\u200b\u2060 \u202e", "gull_keeper"),
        ("Gulls " * 10**5, ("Gulls " * 17)[:99] + "…"),
    ],
    ids=["turned", "blank", "long"],
)
def test_a_name_stays_on_its_line_and_in_its_place(tmp_path, name, shown):
    seed = ARCHIVE_SEEDS["data/account.js"]
    account = seed.write(with_value(seed.value, (0, "account", "accountDisplayName"), name)).encode()
    path = archives.write_folder(tmp_path, official_members() | {"data/account.js": account})

    assert read_source(path).author.name == shown


def test_a_member_of_a_zip_without_a_name_is_passed_over(tmp_path):
    path = written(tmp_path, "archive.zip", archive_zip())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"soup")

    assert parse(path) == READ


@pytest.mark.parametrize(
    "markup", ["<" + "a" * 60_000, "<a " + "b='" * 60_000, "<!--" * 60_000, "&#" + "9" * 60_000]
)
def test_markup_without_an_end_takes_no_minutes(tmp_path, markup):
    assert parse(written(tmp_path, "outbox.json", mastodon_post(content=markup))) == READ


@pytest.mark.parametrize("sent", TIMES_OF_NO_POST)
def test_posts_from_times_that_not_every_system_can_show_are_damaged(tmp_path, sent):
    source = read_source(written(tmp_path, "outbox.json", mastodon_post(published=sent)))

    assert (len(source.tweets), source.lost_records) == (1, 1)


def test_one_large_record_under_many_names_takes_no_gigabytes(tmp_path):
    content = repository_that_names_one_post("soup " * 50_000, times=1000)

    assert parse(written(tmp_path, "repo.car", content)) != READ


def test_one_small_record_under_many_names_is_read(tmp_path):
    source = read_source(written(tmp_path, "repo.car", repository_that_names_one_post("soup", times=222)))

    assert {tweet.text for tweet in source.tweets} == {"soup"}


@pytest.mark.parametrize(("name", "beginning"), [("tweets.csv", TABLE), ("tweets.txt", TEXT)])
def test_an_import_can_be_cancelled_in_the_midst_of_blank_lines(tmp_path, name, beginning):
    path = written(tmp_path, name, beginning.encode() + b"\n" * 20_000)

    with open_posts(path) as posts:
        assert len(list(posts.batches)) > 20


@pytest.mark.parametrize("name", ["data/tweets.js", "data/note-tweet.js", "data/twitter-circle-tweet.js"])
def test_an_import_can_be_cancelled_in_the_midst_of_garbage(tmp_path, name):
    seed = ARCHIVE_SEEDS[name]
    records = [{"id": 1, "text": "x" * 1000}] * 5000
    path = archives.write_folder(tmp_path, official_members() | {name: seed.write(records).encode()})

    with open_posts(path) as posts:
        assert len(list(posts.batches)) > 5


def test_the_error_about_a_table_of_many_columns_is_short(tmp_path):
    path = written(tmp_path, "tweets.csv", b",".join([b"x" * 200] * 900) + b"\n" + b"a,b\n" * 20)

    with pytest.raises(UserError) as caught:
        read_source(path)

    assert len(caught.value.sentence) < 2000
