"""App keys are given for a bearer token, over the loopback."""

from collections.abc import Iterator

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets.x_access import AppKeys, parse_keys
from huggingtweets_gui.tweets.x_api import XApi
from huggingtweets_gui.tweets.x_keys import bearer_token
from tests.services.fake_server import Answer, FakeServer
from tests.services.fake_x import KEYS, TOKEN, FakeX, ToLoopback


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with FakeX().serve() as running:
        yield running


def test_the_token_for_the_keys_opens_x(server: FakeServer) -> None:
    token = bearer_token(parse_keys(*KEYS), ToLoopback(server.address))
    assert token == TOKEN
    with XApi(token, ToLoopback(server.address)) as api:
        assert api.find("gull_keeper").id == "77"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer({"errors": [{"code": 99}]}, status=403), ErrorCode.X_KEYS_REFUSED),
        (Answer({}, status=503), ErrorCode.SERVICE_FAILING),
        (Answer({"token_type": "bearer"}), ErrorCode.SERVICE_GARBLED),
        (Answer({"token_type": "mac", "access_token": "abc"}), ErrorCode.SERVICE_GARBLED),
        (Answer(b"<html>"), ErrorCode.SERVICE_GARBLED),
        (Answer(["abc"]), ErrorCode.SERVICE_GARBLED),
        (Answer({"token_type": "bearer", "access_token": "abc"}, cut=9), ErrorCode.SERVICE_UNREACHABLE),
    ],
)
def test_what_x_says_instead_is_told_without_the_keys(
    server: FakeServer, answer: Answer, code: ErrorCode
) -> None:
    server.instead = [answer]
    with pytest.raises(UserError) as caught:
        bearer_token(parse_keys(*KEYS), ToLoopback(server.address))
    assert caught.value.code is code
    assert not any(key in f"{caught.value!r} {caught.value.details}" for key in KEYS)


@pytest.mark.parametrize(("key", "secret"), [("", "b"), ("a", " "), ("a b", "c"), ("a:b", "c"), ("a", "ö")])
def test_what_is_no_pair_of_keys_is_told(key: str, secret: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_keys(key, secret)
    assert caught.value.code is ErrorCode.X_KEYS_MALFORMED


def test_keys_are_never_shown() -> None:
    assert repr(AppKeys(*KEYS)) == "AppKeys()"
