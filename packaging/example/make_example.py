"""Write the example archive: an invented lighthouse keeper's tweets, in the official form.

Run it after a change of the rules, from anywhere::

    python packaging/example/make_example.py

The same rules always give the same members. Only the compressed bytes depend on the machine's zlib.
"""

import argparse
import json
import random
import zipfile
from pathlib import Path
from typing import Any

from avatar import avatar_png
from grammar import Grammar, read_rules, read_sections
from post import MIRA, OTHERS, Post, moment_of
from records import is_long, iso_time, note_record, tweet_record
from timeline import Timeline

_HERE = Path(__file__).parent
_ARCHIVE = _HERE.parent.parent / "resources" / "example" / "lighthouse-archive.zip"
_SEED = 217
_GENERATED = (2024, 12, 21, 7, 0, 0)
_AVATAR = "lamp.png"


def compose() -> list[Post]:
    """Return all posts of the example, in the archive's random order."""
    rng = random.Random(_SEED)
    stories = _HERE / "rules" / "stories.txt"
    rules = read_rules(path for path in sorted(stories.parent.glob("*.txt")) if path != stories)
    return Timeline(Grammar(rules, rng), read_sections(stories), rng).posts()


def members(posts: list[Post]) -> dict[str, bytes]:
    """Return the archive's files by their names, the manifest first."""
    account = {
        "email": "keeper@example.org",
        "createdVia": "web",
        "username": MIRA.handle,
        "accountId": str(MIRA.id),
        "createdAt": iso_time(moment_of(MIRA.id)),
        "accountDisplayName": MIRA.name,
    }
    profile = {
        "description": {
            "bio": "Keeper of the north light. 217 stairs. Not a member of the gull committee.",
            "website": "https://lighthouse.example",
            "location": "Up",
        },
        "avatarMediaUrl": f"https://pictures.example/profile_images/{MIRA.id}/{_AVATAR}",
    }
    sets: dict[str, list[dict[str, Any]]] = {
        "account": [{"account": account}],
        "profile": [{"profile": profile}],
        "tweets": [{"tweet": tweet_record(post)} for post in posts],
        "note-tweet": [{"noteTweet": note_record(post)} for post in posts if is_long(post)],
        "twitter-circle-tweet": [{"tweet": tweet_record(post)} for post in posts if post.circle],
        **_private_sets(),
    }
    files = {f"data/{name}.js": _script(f"{_variable(name)} = ", records) for name, records in sets.items()}
    manifest = _script("window.__THAR_CONFIG = ", _manifest(sets, sum(map(len, files.values()))))
    return {
        "data/manifest.js": manifest,
        **files,
        f"data/profile_media/{MIRA.id}-{_AVATAR}": avatar_png(),
    }


def _private_sets() -> dict[str, list[dict[str, Any]]]:
    """Return what stands in every archive and must never be read."""
    maud = OTHERS["ferry_maud"]
    message = {
        "recipientId": str(MIRA.id),
        "senderId": str(maud.id),
        "id": "1602000000000000000",
        "text": "Private: the cheese was for you all along.",
        "createdAt": "2022-12-11T18:20:31.000Z",
    }
    conversation = {
        "conversationId": f"{maud.id}-{MIRA.id}",
        "messages": [{"messageCreate": message}],
    }
    like = {"tweetId": "1602000000000000001", "fullText": "Rocks are reminded to remain where they are."}
    login = {"accountId": str(MIRA.id), "createdAt": "2024-12-20T20:15:00.000Z", "loginIp": "192.0.2.17"}
    return {
        "direct-messages": [{"dmConversation": conversation}],
        "like": [{"like": like}],
        "ip-audit": [{"ipAudit": login}],
    }


def _manifest(sets: dict[str, list[dict[str, Any]]], size: int) -> dict[str, Any]:
    def entry(name: str) -> dict[str, str]:
        variable = _variable(name).removeprefix("window.")
        return {"fileName": f"data/{name}.js", "globalName": variable, "count": str(len(sets[name]))}

    return {
        "userInfo": {"accountId": str(MIRA.id), "userName": MIRA.handle, "displayName": MIRA.name},
        "archiveInfo": {
            "sizeBytes": str(size),
            "generationDate": "{}-{}-{}T{:02}:{:02}:{:02}.000Z".format(*_GENERATED),
            "isPartialArchive": False,
            "maxPartSizeBytes": "53687091200",
        },
        "dataTypes": {_camel_case(name): {"files": [entry(name)]} for name in sets}
        | {"profileMedia": {"mediaDirectory": "data/profile_media"}},
    }


def _variable(name: str) -> str:
    return f"window.YTD.{name.replace('-', '_')}.part0"


def _camel_case(name: str) -> str:
    first, *others = name.split("-")
    return first + "".join(map(str.capitalize, others))


def _script(assignment: str, value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=2, separators=(",", " : "))
    return (assignment + text).encode()


def write_zip(target: Path, files: dict[str, bytes]) -> None:
    """Write ``files`` to the zip ``target``, with 64-bit sizes as in the official ones."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files.items():
            information = zipfile.ZipInfo(name, _GENERATED)
            information.compress_type = zipfile.ZIP_DEFLATED
            information.create_system = 3  # Unix, wherever this runs
            information.external_attr = 0o644 << 16
            with archive.open(information, "w", force_zip64=True) as member:
                member.write(data)


def main() -> None:
    """Write the archive where the command line says, else into ``resources/``."""
    parser = argparse.ArgumentParser(description="Write the example archive.")
    parser.add_argument("--output", type=Path, default=_ARCHIVE, help="the zip to write")
    target = parser.parse_args().output
    posts = compose()
    write_zip(target, members(posts))
    print(f"{target}: {len(posts)} tweets, {target.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
