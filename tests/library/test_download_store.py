"""Where reading from a service goes on."""

from datetime import UTC, datetime

import pytest

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.tweets.model import Author, Tweet

TWEET = Tweet(id=1, created_at=datetime(2023, 1, 1, tzinfo=UTC), text="hello")


def test_the_state_is_kept_for_each_author_and_service(library: Library) -> None:
    assert library.downloads.state("mira", "x") == {}
    library.downloads.keep("mira", "x", {"position": {"token": "p2"}})
    library.downloads.keep("Mira", "x", {"position": {"token": "p3"}})
    assert library.downloads.state("MIRA", "x") == {"position": {"token": "p3"}}
    assert library.downloads.state("mira", "community") == {}


def test_forgetting_an_author_forgets_it(library: Library) -> None:
    library.downloads.keep("mira", "x", {"position": {}})
    library.tweets.forget("Mira")
    assert library.downloads.state("mira", "x") == {}


def test_tweets_and_state_are_written_together_or_not_at_all(library: Library) -> None:
    class Killed(Exception):
        pass

    def write(*, killed: bool) -> None:
        with library.all_or_nothing():
            library.tweets.add(Author("mira", "Mira"), [TWEET])
            library.downloads.keep("mira", "x", {"page": 2})
            if killed:
                raise Killed

    with pytest.raises(Killed):
        write(killed=True)
    assert library.tweets.authors() == []
    assert library.downloads.state("mira", "x") == {}
    write(killed=False)
    assert len(library.tweets.tweets("mira")) == 1
    assert library.downloads.state("mira", "x") == {"page": 2}
