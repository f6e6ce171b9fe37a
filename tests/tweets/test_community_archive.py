"""The Community Archive, asked with the real HTTP client over the loopback."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets import community_archive
from huggingtweets_gui.tweets.community_archive import CommunityArchive
from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.service import Account, Position, RateLimited, Unavailable
from tests.services.fake_community import KEY, OWNER, Tables, row
from tests.services.fake_server import Answer, FakeServer

# Ids of all lengths: as text, 9 comes after 10.
NUMBERS = [9, 10, 99, 1000, *range(20_000, 20_030)]


@pytest.fixture
def tables() -> Tables:
    return Tables(tweets=[row(number) for number in NUMBERS], most_rows=10)


@pytest.fixture
def server(tables: Tables) -> Iterator[FakeServer]:
    with tables.serve() as running:
        yield running


@pytest.fixture
def archive(server: FakeServer) -> Iterator[CommunityArchive]:
    with CommunityArchive(server.address, KEY) as opened:
        yield opened


def read_all(archive: CommunityArchive, account: Account) -> list[Tweet]:
    position: Position = {}
    found: list[Tweet] = []
    while not (page := archive.page(account, position)).last:
        found += page.tweets
        position = page.next
    assert page.next == {}
    return found


def test_a_person_is_found_with_the_count_and_the_date(archive: CommunityArchive) -> None:
    account = archive.find("Gull_Keeper")
    assert account == Account("77", "gull_keeper", "Keeper of Gulls", 2500, datetime(2024, 10, 1, tzinfo=UTC))


def test_all_pages_are_read_by_key(archive: CommunityArchive, server: FakeServer) -> None:
    tweets = read_all(archive, archive.find("gull_keeper"))
    assert sorted(tweet.id for tweet in tweets) == NUMBERS
    assert not any("offset" in asked.query for asked in server.asked)
    assert tweets[0].created_at == datetime(2023, 2, 18, 12, 33, 11, tzinfo=UTC)


def test_replies_are_told_and_strangers_and_damaged_rows_left_out(
    archive: CommunityArchive, tables: Tables
) -> None:
    tables.tweets = [
        row(1, reply_to_tweet_id="5", reply_to_user_id="8"),
        row(2, archive_upload_id=None),
        row(3, account_id="78"),
        row(4, created_at="yesterday"),
    ]
    page = archive.page(archive.find("gull_keeper"), {})
    assert [(tweet.id, tweet.reply_to_id, tweet.is_reply) for tweet in page.tweets] == [(1, 5, True)]
    assert page.lost == 1


def test_an_underscore_is_no_wildcard(archive: CommunityArchive, tables: Tables) -> None:
    tables.accounts = [{**OWNER, "username": "gullXkeeper"}]
    with pytest.raises(UserError) as told:
        archive.find("gull_keeper")
    assert told.value.code is ErrorCode.NOT_IN_COMMUNITY


def test_a_server_that_takes_it_for_one_is_not_believed(
    archive: CommunityArchive, server: FakeServer
) -> None:
    server.instead = [Answer([{**OWNER, "username": "gullXkeeper"}])]
    with pytest.raises(UserError) as told:
        archive.find("gull_keeper")
    assert str(told.value).startswith("@gull_keeper has not uploaded an archive to the Community Archive.")


def test_somebody_whom_others_only_mention_is_not_there(archive: CommunityArchive, tables: Tables) -> None:
    tables.uploads = []
    with pytest.raises(UserError) as told:
        archive.find("gull_keeper")
    assert told.value.code is ErrorCode.NOT_IN_COMMUNITY


def test_a_wrong_key_is_told_without_a_second_try(server: FakeServer) -> None:
    with pytest.raises(UserError) as told, CommunityArchive(server.address, "old") as archive:
        archive.find("gull_keeper")
    assert told.value.code is ErrorCode.COMMUNITY_REFUSED
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer({"code": "57014"}, status=500), ErrorCode.SERVICE_FAILING),
        (Answer(b"bad gateway", status=502), ErrorCode.SERVICE_FAILING),
        (Answer(b"<html>Log in to the hotel</html>"), ErrorCode.SERVICE_GARBLED),
        (Answer({"no": "rows"}), ErrorCode.SERVICE_GARBLED),
        (Answer(b"[" * 100_000), ErrorCode.SERVICE_GARBLED),
        (Answer([{"tweet_id": 5}]), ErrorCode.SERVICE_GARBLED),
        (Answer([{"tweet_id": "0"}]), ErrorCode.SERVICE_GARBLED),
        (Answer([None]), ErrorCode.SERVICE_GARBLED),
        (Answer(b"", status=302, headers={"Location": "http://portal.invalid"}), ErrorCode.SERVICE_GARBLED),
        (Answer(b"not gzip", headers={"Content-Encoding": "gzip"}), ErrorCode.SERVICE_GARBLED),
        (Answer([row(5)], cut=40), ErrorCode.SERVICE_UNREACHABLE),
    ],
)
def test_failures_that_may_pass(
    archive: CommunityArchive, server: FakeServer, answer: Answer, code: ErrorCode
) -> None:
    account = archive.find("gull_keeper")
    server.instead = [answer]
    with pytest.raises(Unavailable) as told:
        archive.page(account, {})
    assert told.value.told.code is code
    assert "The Community Archive" in told.value.told.sentence


def test_a_limit_is_told(archive: CommunityArchive, server: FakeServer) -> None:
    server.instead = [Answer({}, status=429)]
    with pytest.raises(RateLimited) as told:
        archive.find("gull_keeper")
    assert told.value.until is None


def test_an_answer_without_an_end_is_given_up(
    archive: CommunityArchive, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(community_archive, "_LARGEST_ANSWER", 1000)
    server.instead = [Answer([row(number) for number in range(100)])]
    with pytest.raises(Unavailable) as told:
        archive.find("gull_keeper")
    assert told.value.told.code is ErrorCode.SERVICE_GARBLED


def test_silence_and_absence_are_told_apart(
    archive: CommunityArchive, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.instead = ["hang"]
    monkeypatch.setattr(community_archive, "_SECONDS", 0.2)
    with CommunityArchive(server.address, KEY) as impatient, pytest.raises(Unavailable) as told:
        impatient.find("gull_keeper")
    assert told.value.told.code is ErrorCode.SERVICE_SILENT
    server.stop()
    with pytest.raises(Unavailable) as told:
        archive.find("gull_keeper")
    assert told.value.told.code is ErrorCode.SERVICE_UNREACHABLE
