"""A small sound file of every form that is read, which the fuzzers then damage.

Where a form is JSON, its value is given apart from how it is written, so that single values in it can
be replaced.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests import archives
from tests.fuzzing.bluesky_car import repository
from tests.invented import invented_tweets

Json = Any


@dataclass(frozen=True, slots=True)
class JsonSeed:
    """A file of JSON.

    Attributes:
        name: of the file.
        value: what is in it.
        write: gives its text.
    """

    name: str
    value: Json
    write: Callable[[Json], str] = json.dumps


def _script(name: str) -> Callable[[Json], str]:
    return lambda value: archives.script(name, value).decode()


def _jackson(name: str) -> Callable[[Json], str]:
    return lambda value: archives.jackson_script(name, value).decode()


def _lines(records: Json) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


_TWEETS = invented_tweets(4, seed=1)
_EDITED = _TWEETS[0] | {
    "edit_info": {"edit": {"initialTweetId": "5", "editControlInitial": {"editTweetIds": ["5", "6"]}}}
}
_OFFICIAL = [{"tweet": tweet} for tweet in (_EDITED, *_TWEETS[1:])]
_GRAILBIRD = [
    {
        "id_str": "296000000000000001",
        "id": 296000000000000001,
        "text": "The tide is early &amp; nobody told the crabs",
        "created_at": "2013-01-31 23:59:59 +0000",
        "source": "web",
        "user": {"screen_name": "gull_keeper", "name": "Keeper of Gulls", "id_str": "4242"},
        "retweeted_status": {"id_str": "5", "text": "Soup"},
    }
] * 2
_FIRST_API = [
    tweet | {"user": {"screen_name": "gull_keeper", "name": "Keeper", "id_str": "42"}} for tweet in _TWEETS
]
_SECOND_API = [
    {
        "data": [
            {
                "id": "1613000000000000001",
                "text": "The tide is early",
                "created_at": "2023-01-11T03:00:00.000Z",
                "author_id": "42",
                "conversation_id": "1613000000000000001",
                "lang": "en",
                "note_tweet": {"text": "The tide is early, and nobody told the crabs"},
                "referenced_tweets": [{"type": "replied_to", "id": "1612000000000000001"}],
                "public_metrics": {"like_count": 3},
            }
        ],
        "includes": {"users": [{"id": "42", "username": "gull_keeper", "name": "Keeper of Gulls"}]},
        "meta": {"result_count": 1},
    }
] * 2
_SNSCRAPE = [
    {
        "_type": "snscrape.modules.twitter.Tweet",
        "id": 1613000000000000001 + number,
        "url": "https://twitter.com/gull_keeper/status/1613000000000000001",
        "date": "2023-01-11T03:00:00+00:00",
        "rawContent": "The tide is early",
        "user": {"username": "gull_keeper", "displayname": "Keeper of Gulls"},
        "lang": "en",
        "inReplyToTweetId": None,
        "retweetedTweet": None,
        "sourceLabel": "Twitter Web App",
    }
    for number in range(3)
]
_COMMUNITY = {
    "account": [{"account": archives.ACCOUNT}],
    "profile": [
        {"profile": {"description": {"bio": "Gulls."}, "avatarMediaUrl": "https://pbs.example.com/1.png"}}
    ],
    "tweets": [{"tweet": tweet} for tweet in _TWEETS],
    "note-tweet": [{"noteTweet": archives.note_record(_TWEETS[1], _TWEETS[1]["full_text"] + " and more")}],
    "community-tweet": [{"tweet": _TWEETS[2]}],
    "like": [],
}
_MASTODON = {
    "@context": "https://www.w3.org/ns/activitystreams",
    "id": "outbox.json",
    "type": "OrderedCollection",
    "totalItems": 2,
    "orderedItems": [
        {
            "id": f"https://pier.example/users/gull_keeper/statuses/11000000000000000{number}/activity",
            "type": "Create",
            "actor": "https://pier.example/users/gull_keeper",
            "published": "2022-11-05T10:11:12Z",
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
            "cc": ["https://pier.example/users/gull_keeper/followers"],
            "object": {
                "id": f"https://pier.example/users/gull_keeper/statuses/11000000000000000{number}",
                "type": "Note",
                "summary": None,
                "inReplyTo": None,
                "published": "2022-11-05T10:11:12Z",
                "attributedTo": "https://pier.example/users/gull_keeper",
                "to": ["https://www.w3.org/ns/activitystreams#Public"],
                "cc": [],
                "sensitive": False,
                "content": '<p>The tide<br />is &lt;early&gt; <a href="https://a.example">'
                '<span class="invisible">'
                "https://</span>a.example</a> 🌊</p><p>Soup</p>",
                "contentMap": {"en": "<p>The tide</p>"},
                "attachment": [],
                "tag": [{"type": "Mention", "href": "https://b.example/@b", "name": "@b@b.example"}],
            },
        }
        for number in range(2)
    ],
}
_ACTOR = {
    "@context": ["https://www.w3.org/ns/activitystreams"],
    "id": "https://pier.example/users/gull_keeper",
    "type": "Person",
    "preferredUsername": "gull_keeper",
    "name": "Keeper of Gulls",
    "url": "https://pier.example/@gull_keeper",
    "icon": {"type": "Image", "mediaType": "image/png", "url": "avatar.png"},
}
_THREADS = {
    "text_post_app_text_posts": [
        {
            "media": [
                {
                    "uri": "",
                    "creation_timestamp": 1700000000 + number,
                    "media_metadata": {"camera_metadata": {"has_camera_metadata": False}},
                    "title": "The tide is early \u00e2\u0080\u0099 caf\u00c3\u00a9",
                    "text_app_post": {"is_reply": False},
                    "cross_post_source": {"source_app": "FB"},
                }
            ]
        }
        for number in range(2)
    ]
}
_INSTAGRAM = [post | {"creation_timestamp": 1700000000} for post in _THREADS["text_post_app_text_posts"]]

JSON_SEEDS: Mapping[str, JsonSeed] = {
    "archive since 2022": JsonSeed("tweets.js", _OFFICIAL, _script("window.YTD.tweets.part0")),
    "archive until 2022": JsonSeed("tweet.js", _OFFICIAL, _jackson("window.YTD.tweet.part0")),
    "archive on one line": JsonSeed("tweets.js", _OFFICIAL, lambda value: f"x = {json.dumps(value)}"),
    "Grailbird": JsonSeed("2013_01.js", _GRAILBIRD, _jackson("Grailbird.data.tweets_2013_01")),
    "API 1.1 lines": JsonSeed("tweets.jsonl", _FIRST_API, _lines),
    "API 2 lines": JsonSeed("tweets.jsonl", _SECOND_API, _lines),
    "snscrape lines": JsonSeed("gulls.json", _SNSCRAPE, _lines),
    "Community Archive": JsonSeed("archive.json", _COMMUNITY),
    "Mastodon outbox": JsonSeed("outbox.json", _MASTODON),
    "Threads": JsonSeed("threads_and_replies.json", _THREADS),
    "Instagram": JsonSeed("posts_1.json", _INSTAGRAM),
}

ARCHIVE_SEEDS: Mapping[str, JsonSeed] = {
    "data/account.js": JsonSeed(
        "account.js", [{"account": archives.ACCOUNT}], _script("window.YTD.account.part0")
    ),
    "data/manifest.js": JsonSeed(
        "manifest.js",
        {
            "userInfo": {"accountId": "4242", "userName": "gull_keeper", "displayName": "Keeper"},
            "dataTypes": {"tweets": {"files": [{"fileName": "data/tweets.js", "count": "4"}]}},
        },
        _script("window.__THAR_CONFIG"),
    ),
    "data/profile.js": JsonSeed(
        "profile.js",
        [{"profile": {"avatarMediaUrl": "https://pbs.example.com/profile_images/99/kGulls_1.png"}}],
        _script("window.YTD.profile.part0"),
    ),
    "data/tweets.js": JSON_SEEDS["archive since 2022"],
    "data/note-tweet.js": JsonSeed(
        "note-tweet.js", _COMMUNITY["note-tweet"], _script("window.YTD.note_tweet.part0")
    ),
    "data/twitter-circle-tweet.js": JsonSeed(
        "twitter-circle-tweet.js", _OFFICIAL[:1], _script("window.YTD.twitter_circle_tweet.part0")
    ),
    "data/community-tweet.js": JsonSeed(
        "community-tweet.js", _OFFICIAL[1:2], _script("window.YTD.community_tweet.part0")
    ),
}
"""The files of one official archive, by where they stand in it."""

MASTODON_SEEDS: Mapping[str, JsonSeed] = {
    "outbox.json": JSON_SEEDS["Mastodon outbox"],
    "actor.json": JsonSeed("actor.json", _ACTOR),
}
"""The files of one export of Mastodon."""

POST = {
    "$type": "app.bsky.feed.post",
    "text": "The tide is early",
    "createdAt": "2023-07-01T10:00:00.000Z",
    "langs": ["en"],
    "reply": {
        "root": {
            "cid": "bafyrei",
            "uri": "at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3jui7kd54zh2y",
        },
        "parent": {
            "cid": "bafyrei",
            "uri": "at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3jui7kd54zh2y",
        },
    },
}
PROFILE = {"$type": "app.bsky.actor.profile", "displayName": "Keeper of Gulls", "description": "Gulls."}
RECORDS: Mapping[str, Json] = {
    "app.bsky.actor.profile/self": PROFILE,
    "app.bsky.feed.like/3jui7kd54zh2x": {
        "$type": "app.bsky.feed.like",
        "createdAt": "2023-07-01T10:00:00.000Z",
    },
    "app.bsky.feed.post/3jui7kd54zh2y": POST,
    "app.bsky.feed.post/3jui7kd54zh2z": POST | {"text": "Soup for all of the harbour"},
}

TABLE = (
    "id,created_at,text,lang\n"
    '1613000000000000001,2023-01-11 03:00:00,"The tide is early, and nobody told the crabs",en\n'
    '1613000000000000002,2023-01-12 03:00:00,"She said ""soup""\nand left",en\n'
)
TEXT = "The tide is early\nand nobody told the crabs\n\nSoup for all of the harbour\n"


def official_members() -> dict[str, bytes]:
    """Return the files of one official archive."""
    members = {name: seed.write(seed.value).encode() for name, seed in ARCHIVE_SEEDS.items()}
    return members | {"data/profile_media/4242-kGulls_1.png": archives.AVATAR}


def sound_files() -> dict[str, tuple[str, bytes]]:
    """Return the name and the content of a sound file of each form, by what it is called in the totals."""
    files = {kind: (seed.name, seed.write(seed.value).encode()) for kind, seed in JSON_SEEDS.items()}
    return files | {
        "Bluesky": ("repo.car", repository(RECORDS)),
        "CSV": ("tweets.csv", TABLE.encode()),
        "TSV": ("tweets.tsv", TABLE.replace(",", "\t").encode()),
        "text": ("tweets.txt", TEXT.encode()),
    }


def archive_zip() -> bytes:
    """Return the zip of one official archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in official_members().items():
            archive.writestr(name, content)
    return written.getvalue()
