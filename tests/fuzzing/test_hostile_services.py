"""Whatever a service answers, reading from it ends in tweets or in a sentence for the user."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.tweets.community_archive import CommunityArchive
from huggingtweets_gui.tweets.service import Account, RateLimited, Service, Unavailable
from huggingtweets_gui.tweets.x_api import XApi
from tests.fuzzing.harness import check_tweets
from tests.fuzzing.seeds import JsonSeed
from tests.fuzzing.strategies import json_files
from tests.services.fake_community import KEY, OWNER, row
from tests.services.fake_server import Answer, FakeServer
from tests.services.fake_x import TOKEN, USER, ToLoopback, post

KEEPER = Account("77", "gull_keeper", "Keeper of Gulls", 2)
SERVICES: dict[str, Callable[[str, ExitStack], Service]] = {
    "community": lambda address, opened: opened.enter_context(CommunityArchive(address, KEY)),
    "x": lambda address, opened: opened.enter_context(XApi(TOKEN, ToLoopback(address))),
}
ACCOUNTS: dict[str, Any] = {"community": [OWNER], "x": {"data": USER}}
PAGES: dict[str, Any] = {
    "community": [row(101), row(102, reply_to_tweet_id="101")],
    "x": {
        "data": [post(1), post(2)],
        "meta": {"result_count": 2, "next_token": "more"},
        "errors": [
            {"title": "Not Found Error", "type": "https://api.twitter.com/2/problems/resource-not-found"}
        ],
    },
}
_TOLD = (UserError, Unavailable, RateLimited)
_FEW, _MANY = 40, 2500


@pytest.fixture(scope="module")
def server() -> Iterator[FakeServer]:
    with FakeServer(lambda asked: Answer([])) as running:
        yield running


def _ask(service: Service, server: FakeServer, account: Answer, page: Answer) -> None:
    server.instead[:] = [account]
    with suppress(*_TOLD):
        found = service.find(KEEPER.handle)
        assert found.handle.casefold() == KEEPER.handle
        assert found.name.strip()
        assert 0 <= found.tweets < 2**31
    server.instead[:] = [page]
    with suppress(*_TOLD):
        check_tweets(service.page(KEEPER, {}).tweets)


def _answers(value: object) -> st.SearchStrategy[Answer]:
    statuses = st.sampled_from([200] * 12 + [206, 301, 400, 401, 402, 403, 404, 429, 500, 503])
    return st.builds(Answer, json_files(JsonSeed("answer", value, json.dumps)), statuses)


def _ask_often(name: str, server: FakeServer, count: int) -> None:
    with ExitStack() as opened:
        service = SERVICES[name](server.address, opened)

        @settings(
            max_examples=count,
            derandomize=count == _FEW,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(_answers(ACCOUNTS[name]), _answers(PAGES[name]))
        def ask(account: Answer, page: Answer) -> None:
            _ask(service, server, account, page)

        ask()


@pytest.mark.parametrize("name", SERVICES)
def test_a_few_hostile_answers(server, name):
    _ask_often(name, server, _FEW)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", SERVICES)
def test_many_hostile_answers(server, name):
    _ask_often(name, server, _MANY)
