"""Files of other networks on their way into the library."""

import json

import pytest

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.workflow.importing import import_sources
from tests.invented import invented_tweets
from tests.repositories import post, repository, tid

ACTOR = "https://harbour.example/users/gull"
SENTENCES = [f"sentence {number} of the harbour\u0000 \ud800" for number in range(30)]


def outbox():
    sent = {"to": ["as:Public"], "published": "2023-02-18T12:33:11Z"}
    notes = [{"id": f"{ACTOR}/{number}", "content": text} | sent for number, text in enumerate(SENTENCES, 1)]
    activities = [{"type": "Create", "actor": ACTOR, "object": note} | sent for note in notes]
    return json.dumps({"orderedItems": activities}).encode()


def car():
    # Unlike JSON this form cannot hold lone surrogates.
    posts = [post(text.replace("\ud800", "")) for text in SENTENCES]
    return repository({f"app.bsky.feed.post/{tid(10**15 + n)}": one for n, one in enumerate(posts)})


def threads():
    posts = [{"media": [{"title": text, "creation_timestamp": 1_676_723_591}]} for text in SENTENCES]
    return json.dumps({"text_post_app_text_posts": posts}).encode()


def lines():
    return "\n".join(text.replace("\ud800", "") for text in SENTENCES).encode()


def table():
    return b"text,date\n" + lines().replace(b"\n", b",2023-02-18\n") + b",2023-02-18"


def api():
    return "\n".join(json.dumps(record) for record in invented_tweets(30)).encode()


@pytest.mark.parametrize("make", [outbox, car, threads, lines, table, api])
def test_reading_a_file_again_adds_nothing(tmp_path, make):
    path = tmp_path / "file"
    path.write_bytes(make())
    with Library(Home(tmp_path / "home")) as library:
        [first] = import_sources(library, [path], handle="gull")
        [again] = import_sources(library, [path], handle="gull")
        assert (first.read, first.new, again.new) == (30, 30, 0)
        assert first.lost_records == again.lost_records == 0
        assert len(library.tweets.tweets("gull")) == 30
