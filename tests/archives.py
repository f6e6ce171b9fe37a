"""Makes archives of every era, as zips and as unpacked folders, with invented content only.

``…_members`` give an archive's files as bytes by path; ``write_zip`` and ``write_folder`` store them.
"""

import json
import struct
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.invented import Record, photo_fields, sent_at
from tests.invented import invented_tweets as invented_tweets

Members = Mapping[str, bytes]

ACCOUNT = {
    "email": "secret@example.com",
    "createdVia": "web",
    "username": "gull_keeper",
    "accountId": "4242",
    "createdAt": "2014-02-01T10:00:00.000Z",
    "accountDisplayName": "Keeper of Gulls 🌊",
}


def _png(red: int, green: int, blue: int) -> bytes:
    """Return a picture of one pixel."""

    def block(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(bytes([0, red, green, blue]))
    return b"\x89PNG\r\n\x1a\n" + block(b"IHDR", header) + block(b"IDAT", pixel) + block(b"IEND", b"")


AVATAR = _png(30, 90, 160)


def script(name: str, value: object) -> bytes:
    """Return a file of the archives since 2022."""
    return f"{name} = {json.dumps(value, indent=2, separators=(',', ' : '), ensure_ascii=False)}".encode()


def jackson_script(name: str, records: Sequence[object], gap: str = "") -> bytes:
    """Return a file of the archives before 2022: ``[ {``, ``}, {`` and ``} ]`` stand at the margin."""
    values = (json.dumps(record, indent=2, separators=(",", " : "), ensure_ascii=False) for record in records)
    return f"{name} = {gap}[ {', '.join(values)} ]".encode()


def official_members(
    tweets: Sequence[Record],
    *,
    account: Record | None = ACCOUNT,
    manifest: bool = True,
    avatar: bytes | None = AVATAR,
    notes: Sequence[Record] = (),
    circle: Sequence[Record] = (),
    community: Sequence[Record] = (),
    parts: int = 1,
    extra_members: Members | None = None,
) -> dict[str, bytes]:
    """Return an archive as X sends it since 2022, with private members that must not be read.

    Args:
        tweets: records as ``invented_tweets`` gives them.
        account: what account.js holds; None leaves account.js out.
        manifest: whether there is a manifest.js.
        avatar: the profile's picture; None leaves profile.js and the picture out.
        notes: records as ``note_record`` gives them.
        circle: records of tweets to a circle; they must stand in ``tweets`` too.
        community: records of tweets to communities.
        parts: how many files the tweets are split into.
        extra_members: further files, or other contents for these.
    """
    owner = account or ACCOUNT
    members = {"Your archive.html": b"<html></html>", "data/README.txt": b"Read me"} | _private_members()
    for part in range(parts):
        suffix = f"-part{part}" if part else ""
        records = [{"tweet": tweet} for tweet in tweets[part::parts]]
        members[f"data/tweets{suffix}.js"] = script(f"window.YTD.tweets.part{part}", records)
    if account is not None:
        members["data/account.js"] = script("window.YTD.account.part0", [{"account": account}])
    if manifest:
        members["data/manifest.js"] = script("window.__THAR_CONFIG", _manifest(owner, len(tweets)))
    if avatar is not None:
        members["data/profile.js"] = script("window.YTD.profile.part0", [{"profile": _PROFILE}])
        members[f"data/profile_media/{owner['accountId']}-kGulls_1.png"] = avatar
        members[f"data/profile_media/{owner['accountId']}-1500000000"] = b"the header picture"
    for name, key, records in (
        ("note-tweet", "noteTweet", notes),
        ("twitter-circle-tweet", "tweet", circle),
        ("community-tweet", "tweet", community),
    ):
        value = [{key: record} for record in records]
        members[f"data/{name}.js"] = script(f"window.YTD.{name.replace('-', '_')}.part0", value)
    return members | dict(extra_members or {})


def official_zip(path: Path, tweets: Sequence[Record], top: str = "", **options: object) -> Path:
    """Write ``official_members`` as a zip, all in the folder ``top`` (such as ``"twitter-2023/"``)."""
    return write_zip(path, official_members(tweets, **options), top)  # type: ignore[arg-type]


def official_folder(path: Path, tweets: Sequence[Record], **options: object) -> Path:
    """Write ``official_members`` as an unpacked folder."""
    return write_folder(path, official_members(tweets, **options))  # type: ignore[arg-type]


def large_zip(path: Path, tweets: int, parts: int) -> Path:
    """Write an official archive of any size, made a part at a time; every second tweet has a photo."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data/account.js", script("window.YTD.account.part0", [{"account": ACCOUNT}]))
        for part in range(parts):
            add_part(archive, part, (tweets + part) // parts)
    return path


def add_part(archive: zipfile.ZipFile, part: int, tweets: int) -> None:
    """Write one more file of tweets into a zip that is open for writing."""
    records = invented_tweets(tweets, seed=part)
    for number, record in enumerate(records[::2]):
        record |= photo_fields(number)
    name = f"data/tweets-part{part}.js" if part else "data/tweets.js"
    content = script(f"window.YTD.tweets.part{part}", [{"tweet": record} for record in records])
    with archive.open(name, "w", force_zip64=True) as member:
        member.write(content)


def gdpr_2018_members(tweets: Sequence[Record], *, wrapped: bool = False) -> dict[str, bytes]:
    """Return an archive of 2018 to 2020: all at the top, no manifest, rounded ids, media in a zip."""
    records = [
        tweet | {"id": f"{float(tweet['id_str']):.16E}", "favorite_count": "0.0"} | {"edit_info": None}
        for tweet in tweets
    ]
    return {
        "tweet.js": jackson_script(
            "window.YTD.tweet.part0", [{"tweet": record} for record in records] if wrapped else records
        ),
        "account.js": jackson_script("window.YTD.account.part0", [{"account": ACCOUNT}]),
        "profile.js": jackson_script("window.YTD.profile.part0", [{"profile": _PROFILE}]),
        f"profile_media/{ACCOUNT['accountId']}-kGulls_1.png": AVATAR,
        "tweet_media.zip": b"PK\x05\x06" + bytes(18),
        "direct-message.js": b"window.YTD.direct_message.part0 = [ {} ]",
    }


def gdpr_2018_zip(path: Path, tweets: Sequence[Record], *, wrapped: bool = False) -> Path:
    """Write ``gdpr_2018_members`` as a zip."""
    return write_zip(path, gdpr_2018_members(tweets, wrapped=wrapped))


def grailbird_members(tweets: Sequence[Record]) -> dict[str, bytes]:
    """Return an archive of 2012 to 2019: one file a month, retweets with the tweet they repeat."""
    months = defaultdict(list)
    for tweet in tweets:
        months[f"{sent_at(tweet):%Y_%m}"].append(_grailbird_record(tweet))
    members = {
        f"data/js/tweets/{month}.js": jackson_script(f"Grailbird.data.tweets_{month}", records, gap="\n ")
        for month, records in months.items()
    }
    details = {"screen_name": "gull_keeper", "full_name": "Keeper of Gulls", "id": "4242", "bio": "Gulls."}
    return members | {
        "index.html": b"<html></html>",
        "tweets.csv": b'"tweet_id","text"\n',
        "data/js/user_details.js": script("var user_details", details),
        "data/js/tweet_index.js": script("var tweet_index", []),
        "data/js/payload_details.js": script("var payload_details", {"tweets": len(tweets)}),
    }


def grailbird_zip(path: Path, tweets: Sequence[Record]) -> Path:
    """Write ``grailbird_members`` as a zip."""
    return write_zip(path, grailbird_members(tweets))


def note_record(tweet: Record, text: str) -> Record:
    """Return the note of a long tweet, stored 20 ms before it."""
    identifier = (((int(tweet["id_str"]) >> 22) - 20) << 22) + 5
    return {
        "noteTweetId": str(identifier),
        "createdAt": "2023-07-01T10:00:00.000Z",
        "lifecycle": {"value": 0, "name": "Created"},
        "core": {"text": text, "urls": [], "mentions": [], "hashtags": []},
    }


def write_zip(path: Path, members: Members, top: str = "") -> Path:
    """Write a zip as official ones are: with the fields of zip64 although it is small."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(top + name)
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=True) as member:
                member.write(content)
    return path


def write_folder(path: Path, members: Members) -> Path:
    """Write the members as files below the folder ``path``."""
    for name, content in members.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


_PROFILE = {
    "description": {"bio": "I keep gulls.", "website": "", "location": "The pier"},
    "avatarMediaUrl": "https://pbs.example.com/profile_images/99/kGulls_1.png",
    "headerMediaUrl": "https://pbs.example.com/profile_banners/4242/1500000000",
}


def _manifest(account: Record, count: int) -> Record:
    file = {"fileName": "data/tweets.js", "globalName": "YTD.tweets.part0", "count": str(count)}
    return {
        "userInfo": {
            "accountId": account["accountId"],
            "userName": account["username"],
            "displayName": account["accountDisplayName"],
        },
        "archiveInfo": {"sizeBytes": "1", "isPartialArchive": False, "maxPartSizeBytes": "53687091200"},
        "dataTypes": {"tweets": {"files": [file]}},
    }


def _private_members() -> dict[str, bytes]:
    deleted = [
        {"tweet": {"id_str": "1", "created_at": "Sat Feb 18 12:33:11 +0000 2023", "full_text": "Deleted"}}
    ]
    return {
        "data/deleted-tweets.js": script("window.YTD.deleted_tweets.part0", deleted),
        "data/tweet-headers.js": script("window.YTD.tweet_headers.part0", []),
        "data/direct-messages.js": script("window.YTD.direct_messages.part0", [{"secret": "message"}]),
        "data/like.js": script("window.YTD.like.part0", []),
        "data/ip-audit.js": script("window.YTD.ip_audit.part0", []),
        "data/contact.js": script("window.YTD.contact.part0", []),
    }


def _grailbird_record(tweet: Record) -> Record:
    text = tweet["full_text"]
    record = {
        "source": tweet["source"],
        "entities": {"user_mentions": [], "media": [], "hashtags": [], "urls": []},
        "geo": {},
        "id_str": tweet["id_str"],
        "text": text,
        "id": int(tweet["id_str"]),
        "created_at": f"{sent_at(tweet):%Y-%m-%d %H:%M:%S +0000}",
        "user": {"name": "Keeper of Gulls", "screen_name": "gull_keeper", "id_str": "4242", "id": 4242},
    }
    for key in tweet.keys() & {"in_reply_to_status_id_str", "in_reply_to_user_id", "in_reply_to_screen_name"}:
        record[key] = tweet[key]
    if text.startswith("RT @"):
        record["retweeted_status"] = {"id_str": "5", "text": text.split(": ", 1)[1], "id": 5}
    return record
