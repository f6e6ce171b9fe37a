"""X, asked with the real tweepy over the loopback."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets import x_api
from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.service import Account, Position, RateLimited, Unavailable
from huggingtweets_gui.tweets.x_access import parse_token
from huggingtweets_gui.tweets.x_api import XApi
from tests.services.fake_server import Answer, FakeServer
from tests.services.fake_x import TOKEN, USER, FakeX, ToLoopback, post, problem

KEEPER = Account("77", "gull_keeper", "Keeper of Gulls", 250)
SUSPENDED = problem("resource-not-found", "Forbidden", "User has been suspended: [gull_keeper].")
HIDDEN = problem("not-authorized-for-resource", "Authorization Error", "Sorry, you are not authorized")
CAP = {"title": "UsageCapExceeded", "detail": "Usage cap exceeded: Monthly product cap", "period": "Monthly"}


@pytest.fixture
def x() -> FakeX:
    return FakeX()


@pytest.fixture
def server(x: FakeX) -> Iterator[FakeServer]:
    with x.serve() as running:
        yield running


@pytest.fixture
def api(server: FakeServer) -> Iterator[XApi]:
    with XApi(TOKEN, ToLoopback(server.address)) as opened:
        yield opened


def read_all(api: XApi, position: Position) -> tuple[list[Tweet], Position]:
    found: list[Tweet] = []
    while True:
        page = api.page(KEEPER, position)
        found += page.tweets
        position = page.next
        if page.last:
            return found, position


def test_a_person_is_found_with_the_number_of_posts_to_read(api: XApi, x: FakeX) -> None:
    assert api.find("GULL_keeper") == KEEPER
    x.user["public_metrics"] = {"tweet_count": 90_000}
    assert api.find("gull_keeper").tweets == 3200


def test_all_posts_are_read_and_later_only_the_new_ones(api: XApi, x: FakeX, server: FakeServer) -> None:
    tweets, position = read_all(api, {})
    assert [tweet.id for tweet in tweets] == list(range(1250, 1000, -1))
    assert [asked.query["exclude"] for asked in server.asked] == ["retweets"] * 3
    x.posts.append(post(1300))
    tweets, position = read_all(api, position)
    assert [tweet.id for tweet in tweets] == [1300]
    assert read_all(api, position) == ([], {"since": "1300"})


def test_without_the_token_of_the_page_it_goes_on_below_the_oldest(api: XApi, x: FakeX) -> None:
    x.tokens_expire = True
    tweets, _ = read_all(api, {})
    assert [tweet.id for tweet in tweets] == list(range(1250, 1000, -1))


def test_no_more_is_read_than_x_has_to_give(
    api: XApi, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(x_api, "MOST_POSTS", 150)
    tweets, _ = read_all(api, {})
    assert (len(tweets), len(server.asked)) == (200, 2)


def test_a_post_is_read_with_what_is_known_of_it(api: XApi, x: FakeX) -> None:
    x.posts = [
        post(4, note_tweet={"text": "the whole of it"}, lang="de"),
        post(3, in_reply_to_user_id="8", referenced_tweets=[{"type": "replied_to", "id": "2"}]),
        post(2, referenced_tweets=[{"type": "retweeted", "id": "1"}]),
        post(1, created_at=None),
    ]
    page = api.page(KEEPER, {})
    long, reply, retweet = page.tweets
    assert (long.note_text, long.language, long.is_reply) == ("the whole of it", "de", False)
    assert long.created_at == datetime(2023, 2, 18, 12, 33, 11, tzinfo=UTC)
    assert (reply.reply_to_id, reply.is_reply) == (2, True)
    assert retweet.is_retweet
    assert page.lost == 1


def test_the_time_of_a_post_stands_in_its_id_too(api: XApi, x: FakeX) -> None:
    x.posts = [post(1626921600000000001, created_at=None)]
    [tweet] = api.page(KEEPER, {}).tweets
    assert tweet.created_at.date().isoformat() == "2023-02-18"


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (Answer({"title": "Unauthorized"}, status=401), ErrorCode.X_TOKEN_REFUSED, "not accept this bearer"),
        (Answer({"title": "CreditsDepleted"}, status=402), ErrorCode.X_NO_CREDITS, "no credits left"),
        (Answer({"reason": "client-not-enrolled"}, status=403), ErrorCode.X_FORBIDDEN, "not let this bearer"),
        (Answer({"detail": "suspended"}, status=403), ErrorCode.X_USER_SUSPENDED, "suspended @gull_keeper"),
        (Answer({}, status=404), ErrorCode.X_USER_UNKNOWN, "nobody called @gull_keeper"),
        (Answer({}, status=400), ErrorCode.SERVICE_FAILING, "X has a problem of its own (status 400)"),
        (Answer(CAP, status=429), ErrorCode.X_CAP_REACHED, "cap on posts"),
        (SUSPENDED, ErrorCode.X_USER_SUSPENDED, "suspended @gull_keeper"),
        (HIDDEN, ErrorCode.X_USER_PROTECTED, "followers only"),
        (problem("resource-not-found", "Not Found Error", "no"), ErrorCode.X_USER_UNKNOWN, "nobody called"),
    ],
)
def test_refusals_are_told_in_words(
    api: XApi, server: FakeServer, answer: Answer, code: ErrorCode, words: str
) -> None:
    server.instead = [answer, answer]
    for ask in (lambda: api.find("gull_keeper"), lambda: api.page(KEEPER, {})):
        with pytest.raises(UserError) as told:
            ask()
        assert told.value.code is code
        assert words in told.value.sentence
        assert "gull_keeper" not in told.value.details  # They go to the log.


def test_somebody_who_shows_nothing_to_strangers_is_told_before_it_costs(api: XApi, x: FakeX) -> None:
    x.user["protected"] = True
    with pytest.raises(UserError) as told:
        api.find("gull_keeper")
    assert told.value.code is ErrorCode.X_USER_PROTECTED


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer({"title": "Service Unavailable"}, status=503), ErrorCode.SERVICE_FAILING),
        (Answer(b"<html>over capacity</html>", status=500), ErrorCode.SERVICE_FAILING),
        (Answer(b"<html>Log in to the hotel</html>"), ErrorCode.SERVICE_GARBLED),
        (Answer([1, 2]), ErrorCode.SERVICE_GARBLED),
        (Answer(None), ErrorCode.SERVICE_GARBLED),
        (Answer({"data": 5}), ErrorCode.SERVICE_GARBLED),
        (Answer({"data": {"id": "5"}}), ErrorCode.SERVICE_GARBLED),
        (Answer({}), ErrorCode.SERVICE_GARBLED),
        (Answer([], status=401), ErrorCode.SERVICE_GARBLED),
        (Answer({"errors": 5}, status=429), ErrorCode.SERVICE_GARBLED),
        (Answer({}, status=429, headers={"x-rate-limit-reset": "soon"}), ErrorCode.SERVICE_GARBLED),
        (Answer(b'{"data":' + b"[" * 100_000), ErrorCode.SERVICE_GARBLED),
        (Answer(b"not gzip", headers={"Content-Encoding": "gzip"}), ErrorCode.SERVICE_GARBLED),
        (Answer({"data": USER}, cut=20), ErrorCode.SERVICE_UNREACHABLE),
    ],
)
def test_failures_that_may_pass(api: XApi, server: FakeServer, answer: Answer, code: ErrorCode) -> None:
    server.instead = [answer, answer]
    for ask in (lambda: api.find("gull_keeper"), lambda: api.page(KEEPER, {})):
        with pytest.raises(Unavailable) as told:
            ask()
        assert told.value.told.code is code
        assert told.value.told.sentence.startswith(("X ", "What came from X "))


@pytest.mark.parametrize(("headers", "until"), [({"x-rate-limit-reset": "1700000000"}, 1.7e9), ({}, None)])
def test_a_limit_tells_until_when(
    api: XApi, server: FakeServer, headers: dict[str, str], until: float | None
) -> None:
    server.instead = [Answer({"title": "Too Many Requests"}, status=429, headers=headers)]
    with pytest.raises(RateLimited) as told:
        api.page(KEEPER, {})
    assert told.value.until == until


def test_silence_and_absence_are_told_apart(
    api: XApi, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.instead = ["hang"]
    monkeypatch.setattr(x_api, "_SECONDS", 0.2)
    with pytest.raises(Unavailable) as told:
        api.find("gull_keeper")
    assert told.value.told.code is ErrorCode.SERVICE_SILENT
    server.stop()
    with pytest.raises(Unavailable) as told:
        api.find("gull_keeper")
    assert told.value.told.code is ErrorCode.SERVICE_UNREACHABLE
    assert "gull_keeper" not in told.value.told.details


def test_no_log_holds_the_token(api: XApi, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    api.find("gull_keeper")
    api.page(KEEPER, {})
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("text", [f"  {TOKEN}\n", f"Bearer {TOKEN}"])
def test_a_token_is_taken_as_people_copy_it(text: str) -> None:
    assert parse_token(text) == TOKEN


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" ", ErrorCode.X_TOKEN_MISSING),
        ("two words", ErrorCode.X_TOKEN_MALFORMED),
        ("tokén", ErrorCode.X_TOKEN_MALFORMED),
        ("a\nb", ErrorCode.X_TOKEN_MALFORMED),
    ],
)
def test_what_is_no_token_is_not_sent_and_not_quoted(text: str, code: ErrorCode) -> None:
    with pytest.raises(UserError) as told:
        parse_token(text)
    assert told.value.code is code
    assert text.strip() not in str(told.value) or not text.strip()
