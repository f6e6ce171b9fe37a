"""Exports of Mastodon, and that nothing private is read from them."""

import json
from datetime import UTC, datetime

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets.cleaning import classic_text
from huggingtweets_gui.tweets.formats.markup import plain_text
from huggingtweets_gui.tweets.model import Author
from huggingtweets_gui.tweets.sources import read_source
from tests.archives import AVATAR, write_folder, write_zip

ACTOR = "https://harbour.example/users/gull"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
FOLLOWERS = f"{ACTOR}/followers"


def note(number, content, to=(PUBLIC,), cc=(FOLLOWERS,), **fields):
    address = f"{ACTOR}/statuses/{number}"
    sent = {"published": "2023-02-18T12:33:11Z", "to": list(to), "cc": list(cc)}
    return {
        "id": f"{address}/activity",
        "type": "Create",
        "actor": ACTOR,
        "object": {"id": address, "type": "Note", "content": content, **sent, **fields},
        **sent,
    }


BOOST = {
    "type": "Announce",
    "actor": ACTOR,
    "to": [PUBLIC],
    "object": "https://elsewhere.example/users/other/statuses/5",
}


def outbox(*activities, **options):
    document = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": "outbox.json",
        "type": "OrderedCollection",
        "totalItems": len(activities),
        "orderedItems": activities,
    }
    return json.dumps(document, **options).encode()


@pytest.fixture
def file(tmp_path):
    def write(*activities, **options):
        path = tmp_path / "some file"
        path.write_bytes(outbox(*activities, **options))
        return path

    return write


def texts(source):
    return [tweet.text for tweet in source.tweets]


def test_an_outbox_alone_says_whose_it_is(file):
    reply = note(9, "<p>yes</p>", inReplyTo=f"{ACTOR}/statuses/7", contentMap={"de": "<p>yes</p>"})
    other = note(10, "<p>no</p>", inReplyTo="https://elsewhere.example/users/x/statuses/7")
    source = read_source(file(note(7, "<p>salt &amp; pepper</p>"), BOOST, reply, other))
    assert source.author == Author("gull@harbour.example", "gull@harbour.example")
    assert source.lost_records == 0
    first, second, third = source.tweets
    assert (first.id, first.text, first.is_reply) == (7, "salt &amp; pepper", False)
    assert first.created_at == datetime(2023, 2, 18, 12, 33, 11, tzinfo=UTC)
    assert (second.is_reply, second.reply_to_id, second.language) == (True, 7, "de")
    assert (third.is_reply, third.reply_to_id) == (True, None)


@pytest.mark.parametrize("indent", [None, 2])
def test_private_posts_never_appear(file, indent):
    friend = "https://elsewhere.example/users/friend"
    narrowed = note(6, "secret")
    narrowed["object"] |= {"to": [friend], "cc": []}
    widened = note(7, "secret", to=[friend], cc=[])
    widened["object"] |= {"to": [PUBLIC]}
    unnamed = note(8, "secret")
    for sent in (unnamed, unnamed["object"]):
        del sent["to"], sent["cc"]
    private = [
        note(1, "secret", to=[FOLLOWERS], cc=[]),
        note(2, "secret", to=[friend], cc=[]),
        note(3, "secret", to=[], cc=[]),
        note(4, "secret", to=[f"{PUBLIC}/not"], cc=["as:Publicity"]),
        note(5, "secret", to=[{"id": PUBLIC}], cc=[None]),
        narrowed,
        widened,
        unnamed,
        note(9, "secret") | {"type": "Delete"},
    ]
    public = [
        note(11, "one"),
        note(12, "two", to=[FOLLOWERS], cc=[PUBLIC]),
        note(13, "three", to=["as:Public"], cc=[]),
        note(14, "four", to=[FOLLOWERS], cc=["Public"]),
        note(15, "five") | {"to": PUBLIC},
    ]
    source = read_source(file(*private, *public, indent=indent))
    assert texts(source) == ["one", "two", "three", "four", "five"]
    assert source.lost_records == 0


def test_unlisted_posts_are_public(file):
    unlisted = note(1, "seen by whoever looks", to=[FOLLOWERS], cc=[PUBLIC])
    assert texts(read_source(file(unlisted))) == ["seen by whoever looks"]


@pytest.mark.parametrize("top", ["", "archive-2023/"])
@pytest.mark.parametrize("write", [write_zip, write_folder])
def test_an_export_gives_name_and_picture_and_nothing_else_is_opened(tmp_path, write, top):
    actor = {"id": ACTOR, "preferredUsername": "Gull", "name": "Keeper  of Gulls", "icon": {"url": "/etc/x"}}
    members = {
        "outbox.json": outbox(note(7, "<p>one</p>")),
        "actor.json": json.dumps(actor).encode(),
        "avatar.png": AVATAR,
        "likes.json": outbox(note(8, "<p>not mine</p>")),
        "media_attachments/files/1/original/outbox.json": outbox(note(9, "<p>nor this</p>")),
    }
    source = read_source(write(tmp_path / "export", {f"{top}{name}": data for name, data in members.items()}))
    assert source.author == Author("Gull@harbour.example", "Keeper of Gulls", AVATAR)
    assert texts(source) == ["one"]


def test_damaged_posts_are_counted(file):
    broken = note(1, "<p>no</p>")
    broken["object"]["published"] = "yesterday"
    path = file(note(2, "<p>one</p>"), broken, note(3, "<p>cut</p>"))
    path.write_bytes(path.read_bytes()[:-40])
    source = read_source(path)
    assert texts(source) == ["one"]
    assert source.lost_records == 2


def test_posts_with_other_addresses_get_the_same_id_each_time(file):
    posts = [note(number, f"<p>{number}</p>", id=f"https://harbour.example/p/x{number}") for number in (1, 2)]
    path = file(*posts)
    ids = [tweet.id for tweet in read_source(path).tweets]
    assert ids == [tweet.id for tweet in read_source(path).tweets]
    assert len(set(ids)) == 2
    assert all(0 < number < 2**63 for number in ids)


def test_an_outbox_without_posts_is_said_to_be_empty(file):
    with pytest.raises(UserError) as caught:
        read_source(file(BOOST))
    assert caught.value.code is ErrorCode.NO_TWEETS


def test_markup_becomes_the_text_that_a_reader_sees():
    mention = (
        '<span class="h-card"><a href="https://m.example/@bob" class="u-url">@<span>bob</span></a></span>'
    )
    address = (
        '<a href="https://long.example/path/to/it"><span class="invisible">https://</span>'
        '<span class="ellipsis">long.example/path</span><span class="invisible">/to/it</span></a>'
    )
    quote = f'<p class="quote-inline">RE: {address}</p>'
    text = plain_text(
        f"{quote}<p>{mention} a &lt;b&gt;&nbsp;c<br>d<br />e</p>\n<p>see {address} #<b>tag</b></p>"
    )
    assert text == "@bob a <b>\xa0c\nd\ne\nsee https://long.example/path/to/it #tag"
    assert classic_text(text).endswith("see #tag")


def test_markup_is_never_interpreted():
    assert plain_text('<script>alert("x")</script><img src=x onerror=alert(1)>a<style>b{}</style>') == "a"
    assert plain_text("1 < 2 and 3 <3 & &#9999999999; &#x110000;") == "1 < 2 and 3 <3 & &#9999999999; \ufffd"


@pytest.mark.parametrize(
    "hostile", ["<!--", "<a ", "<a b='>'", "<p>", "</", "&#9", "&", "<script>", "<![CDATA["]
)
def test_hostile_markup_takes_no_time(hostile):
    plain_text(hostile * 50_000)
