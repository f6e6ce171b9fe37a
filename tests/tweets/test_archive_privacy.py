"""Only the files on the list are ever opened: no messages, contacts, likes or deleted tweets."""

import sys
import zipfile
from pathlib import Path

import pytest

from huggingtweets_gui.tweets.sources import read_source
from tests import archives

TWEETS = archives.invented_tweets(20, seed=8)
ALLOWED = {
    "data/tweets.js",
    "data/tweets-part1.js",
    "data/note-tweet.js",
    "data/twitter-circle-tweet.js",
    "data/community-tweet.js",
    "data/account.js",
    "data/manifest.js",
    "data/profile.js",
    "data/profile_media/4242-kGulls_1.png",
}
MORE_PRIVATE = dict.fromkeys(
    (
        "data/deleted-tweet-headers.js",
        "data/direct-messages-group-part1.js",
        "data/email-address-change.js",
        "data/my-tweets.js",
        "data/tweets.js.bak",
        "data/tweets_media/1-tweets.js",
        "data/profile_media/4242-other.png",
        "data/sub/tweets.js",
    ),
    b"x = [ ]",
)
MODERN = archives.official_members(TWEETS, parts=2, extra_members=MORE_PRIVATE)
GRAILBIRD = archives.grailbird_members(TWEETS)
GRAILBIRD_ALLOWED = {name for name in GRAILBIRD if name.startswith("data/js/tweets/")} | {
    "data/js/user_details.js"
}

CASES = pytest.mark.parametrize(
    ("members", "allowed"), [(MODERN, ALLOWED), (GRAILBIRD, GRAILBIRD_ALLOWED)], ids=["2023", "Grailbird"]
)


@pytest.fixture(scope="module")
def opened():
    """The paths of all files that Python opens, from now on."""
    paths: list[str] = []

    def listen(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            paths.append(str(arguments[0]))

    sys.addaudithook(listen)
    return paths


@CASES
def test_nothing_else_in_a_zip_is_opened(tmp_path, members, allowed):
    path = archives.write_zip(tmp_path / "archive.zip", members)
    with zipfile.ZipFile(path) as archive:
        others = [info for info in archive.infolist() if info.filename not in allowed]
    assert others
    content = bytearray(path.read_bytes())
    for info in others:
        # Without its whole signature a member cannot be opened: zipfile raises.
        content[info.header_offset + 2 : info.header_offset + 4] = bytes(2)
    path.write_bytes(content)

    assert len(read_source(path).tweets) == len(TWEETS)


@CASES
def test_nothing_else_in_a_folder_is_opened(tmp_path, opened, members, allowed):
    folder = archives.write_folder(tmp_path / "archive", members)
    opened.clear()
    read_source(folder)

    inside = {Path(path).relative_to(folder).as_posix() for path in opened if path.startswith(str(folder))}
    assert inside
    assert inside <= allowed


@CASES
def test_no_private_text_reaches_the_result(tmp_path, members, allowed):
    archive = read_source(archives.write_zip(tmp_path / "archive.zip", members))

    assert "secret" not in repr(archive)
    assert "Deleted" not in repr(archive)
