"""Exports of Threads and Instagram."""

import json
from datetime import UTC, datetime

import pytest

from huggingtweets_gui.tweets.formats.threads import repaired
from huggingtweets_gui.tweets.model import Author
from huggingtweets_gui.tweets.sources import read_source
from tests.archives import write_folder, write_zip

SENT = 1_676_723_591


def broken(text):
    """Write letters as Meta does."""
    return text.encode().decode("latin-1")


def post(text, second=SENT, **fields):
    picture = {"uri": "../../etc/passwd", "creation_timestamp": second, "title": broken(text)}
    return {"media": [picture | fields]}


def threads(*posts):
    return json.dumps({"text_post_app_text_posts": posts}).encode()


PERSON = json.dumps(
    {
        "profile_user": [
            {
                "string_map_data": {
                    "Email": {"value": "secret@example.com"},
                    "Username": {"value": "gull.keeper"},
                    "Name": {"value": broken("Keeper of Gülls 🌊")},
                }
            }
        ]
    }
).encode()
EXPORT = {
    "your_instagram_activity/threads/threads_and_replies.json": threads(post("one"), post("two", SENT + 1)),
    "your_instagram_activity/threads/liked_threads.json": threads(post("not mine")),
    "your_instagram_activity/media/posts_1.json": json.dumps([post("a caption")]).encode(),
    "your_instagram_activity/messages/inbox/x/message_1.json": b'{"messages": []}',
    "personal_information/personal_information/personal_information.json": PERSON,
}


def texts(source):
    return [tweet.text for tweet in source.tweets]


@pytest.mark.parametrize("write", [write_zip, write_folder])
@pytest.mark.parametrize("top", ["", "instagram-gull/"])
def test_the_threads_of_an_export_are_read_with_their_author(tmp_path, write, top):
    source = read_source(write(tmp_path / "export", {f"{top}{name}": data for name, data in EXPORT.items()}))
    assert source.author == Author("gull.keeper@threads.net", "Keeper of Gülls 🌊")
    assert texts(source) == ["one", "two"]
    assert source.tweets[0].created_at == datetime.fromtimestamp(SENT, UTC)


def test_without_threads_the_captions_of_instagram_are_read(tmp_path):
    members = {name: data for name, data in EXPORT.items() if "/threads/" not in name}
    several = {"media": [{"creation_timestamp": SENT, "title": ""}] * 2, "title": "an album"}
    members["your_instagram_activity/media/posts_2.json"] = json.dumps([several]).encode()
    assert sorted(texts(read_source(write_zip(tmp_path / "export.zip", members)))) == [
        "a caption",
        "an album",
    ]


def test_a_single_file_is_read_whatever_it_is_called(tmp_path):
    path = tmp_path / "mine"
    undated = {"media": [{"title": "never"}]}
    untitled = {"media": [{"creation_timestamp": SENT}]}
    path.write_bytes(
        threads(post("größe & 日本 🌊"), post("one", SENT - 5), post("one", SENT - 5), untitled, undated)
    )
    source = read_source(path)
    assert source.author is None
    assert texts(source) == ["one", "größe &amp; 日本 🌊", ""] or texts(source) == [
        "one",
        "",
        "größe &amp; 日本 🌊",
    ]
    assert source.lost_records == 1
    assert source == read_source(path)


@pytest.mark.parametrize("text", ["größe", "日本", "🌊", "plain", "é", "a\x80b", "l’été"])
def test_letters_are_repaired_only_where_they_are_broken(text):
    assert repaired(text) == text
    assert repaired(broken(text)) == text
