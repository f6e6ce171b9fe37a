"""Bad archives end in a sentence for the user, and what is whole in a damaged one is read."""

import json
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets.sources import read_source
from tests import archives

TWEETS = archives.invented_tweets(40, seed=5)
SCRIPT = archives.official_members(TWEETS)["data/tweets.js"]
JACKSON_SCRIPT = archives.gdpr_2018_members(TWEETS)["tweet.js"]
MINIFIED_SCRIPT = f"window.YTD.tweets.part0 = {json.dumps([{'tweet': tweet} for tweet in TWEETS])}".encode()


def error_of(path: Path) -> ErrorCode:
    with pytest.raises(UserError) as caught:
        read_source(path)
    return caught.value.code


def read_script(tmp_path: Path, content: bytes):
    path = tmp_path / "tweets.js"
    path.write_bytes(content)
    return read_source(path)


def zip_with_entry(path: Path, name: str, **fields: int) -> Path:
    """Write an archive with one more entry, some of whose fields are set to what they should not be."""
    archives.official_zip(path, TWEETS)
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("placeholder")
        info.external_attr = fields.get("external_attr", 0)
        # The name is set afterwards, since zipfile would tidy it.
        info.filename = name
        archive.writestr(info, b"x")
    return path


def rewrite_directory(path: Path, name: str, offset: int, layout: str, value: int) -> None:
    """Overwrite a field, ``offset`` bytes into the entry of ``name`` in the zip's directory."""
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(name.encode()))
    struct.pack_into(layout, content, entry + offset, value)
    path.write_bytes(content)


def test_a_missing_file(tmp_path):
    assert error_of(tmp_path / "nothing.zip") == ErrorCode.SOURCE_MISSING


@pytest.mark.parametrize("content", [b"", b"P", b"<html>Not found</html>"])
def test_what_is_no_zip(tmp_path, content):
    path = tmp_path / "archive.zip"
    path.write_bytes(content)

    assert error_of(path) == ErrorCode.NOT_A_ZIP


@pytest.mark.parametrize("kept", [0.05, 0.5, 0.99])
def test_a_download_that_was_cut_off(tmp_path, kept):
    path = archives.official_zip(tmp_path / "archive.zip", TWEETS)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])

    assert error_of(path) == ErrorCode.ZIP_CUT_OFF


def test_a_zip_with_a_password(tmp_path):
    path = archives.official_zip(tmp_path / "archive.zip", TWEETS)
    rewrite_directory(path, "data/tweets.js", 8, "<H", 0x1)

    assert error_of(path) == ErrorCode.ZIP_ENCRYPTED


@pytest.mark.parametrize(
    "name", ["/etc/tweets.js", "../tweets.js", "data/../../x", "C:/tweets.js", "data\\tweets.js", "a\0b"]
)
def test_paths_that_lead_outside(tmp_path, name):
    path = zip_with_entry(tmp_path / "archive.zip", name)

    assert error_of(path) == ErrorCode.ZIP_UNSAFE_PATH


def test_links_in_a_zip(tmp_path):
    path = zip_with_entry(tmp_path / "archive.zip", "link", external_attr=(stat.S_IFLNK | 0o777) << 16)

    assert error_of(path) == ErrorCode.ZIP_UNSAFE_PATH


def test_a_member_that_holds_more_than_it_claims(tmp_path):
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data/tweets.js", SCRIPT)
    rewrite_directory(path, "data/tweets.js", 24, "<L", 1000)

    assert error_of(path) == ErrorCode.ZIP_BOMB


def test_a_member_that_deflates_too_well(tmp_path):
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data/tweets.js", SCRIPT[:-1] + b" " * 60_000_000)

    assert error_of(path) == ErrorCode.ZIP_BOMB


def test_a_member_that_claims_an_absurd_size(tmp_path):
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data/tweets.js", SCRIPT)
    rewrite_directory(path, "data/tweets.js", 24, "<L", 2**32 - 2)

    assert error_of(path) == ErrorCode.ZIP_BOMB


def test_a_flipped_bit_in_a_zip(tmp_path):
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data/tweets.js", SCRIPT)
    content = bytearray(path.read_bytes())
    content[content.index(b"lighthouse")] ^= 1
    path.write_bytes(content)

    assert error_of(path) == ErrorCode.SOURCE_UNREADABLE


def test_an_unknown_compression(tmp_path):
    path = archives.official_zip(tmp_path / "archive.zip", TWEETS)
    rewrite_directory(path, "data/tweets.js", 10, "<H", 9)

    assert error_of(path) == ErrorCode.SOURCE_UNREADABLE


def test_a_zip_and_a_folder_and_a_file_of_something_else(tmp_path):
    members = {"holiday/picture.jpg": b"x", "data/account.js": b"x", "data/deleted-tweets.js": SCRIPT}
    folder = archives.write_folder(tmp_path / "folder", members)

    assert error_of(archives.write_zip(tmp_path / "other.zip", members)) == ErrorCode.NOT_AN_ARCHIVE
    assert error_of(folder) == ErrorCode.NOT_AN_ARCHIVE
    assert error_of(folder / "data" / "deleted-tweets.js") == ErrorCode.NOT_AN_ARCHIVE


def test_an_archive_without_tweets(tmp_path):
    assert error_of(archives.official_zip(tmp_path / "a.zip", [])) == ErrorCode.NO_TWEETS
    (tmp_path / "tweets.js").write_text("window.YTD.tweets.part0 = [ ]", encoding="utf-8")
    assert error_of(tmp_path / "tweets.js") == ErrorCode.NO_TWEETS


@pytest.mark.parametrize(
    "content",
    [
        b"",
        bytes(5000),
        b"window.YTD.tweets.part0 = ",
        b"window.YTD.tweets.part0 = [ {",
        b"window.YTD.tweets.part0 = [" + b"[" * 200_000,
        b"window.YTD.tweets.part0 = [" + b'{"a":' * 200_000,
        b'window.YTD.tweets.part0 = [ {"id_str": 1' + b"0" * 10_000 + b"} ]",
        b'window.YTD.tweets.part0 = [ null, 5, "text", {"tweet": []}, {"tweet": {"id_str": "1"}} ]',
        "window.YTD.tweets.part0 = []".encode("utf-16"),
    ],
)
def test_scripts_without_one_whole_tweet(tmp_path, content):
    (tmp_path / "tweets.js").write_bytes(content)

    assert error_of(tmp_path / "tweets.js") == ErrorCode.BROKEN_JSON


@pytest.mark.parametrize(
    "script", [SCRIPT, JACKSON_SCRIPT, MINIFIED_SCRIPT], ids=["2023", "2018", "minified"]
)
@pytest.mark.parametrize("kept", [0.2, 0.6, 0.999])
def test_the_whole_tweets_before_the_end_of_a_cut_file_are_read(tmp_path, script, kept):
    cut = script[: int(len(script) * kept)]
    archive = read_script(tmp_path, cut)

    whole = cut.count(b'"lang"') if script != MINIFIED_SCRIPT else cut.count(b'{"tweet":') - 1
    assert len(archive.tweets) in (whole - 1, whole)
    assert archive.lost_records == 1


def test_a_file_cut_between_two_tweets_is_not_whole(tmp_path):
    archive = read_script(tmp_path, SCRIPT[: SCRIPT.rindex(b",\n  {")])

    assert len(archive.tweets) == len(TWEETS) - 1
    assert archive.lost_records == 1


@pytest.mark.parametrize(
    "script", [SCRIPT, JACKSON_SCRIPT, MINIFIED_SCRIPT], ids=["2023", "2018", "minified"]
)
def test_tweets_after_a_damaged_stretch_are_read_too(tmp_path, script):
    tenth, twentieth = (script.index(f'"{TWEETS[number]["id_str"]}'.encode()) for number in (10, 20))
    archive = read_script(tmp_path, script[:tenth] + bytes(twentieth - tenth) + script[twentieth:])

    assert len(archive.tweets) == len(TWEETS) - 11
    assert archive.lost_records >= 1


def test_how_many_tweets_follow_the_damage_is_estimated(tmp_path):
    script = json.dumps(TWEETS, indent=0).encode()
    damage = script.index(b'"id_str"', len(script) // 2)
    archive = read_script(tmp_path, script[:damage] + b"\0" + script[damage:])

    assert len(archive.tweets) + archive.lost_records == len(TWEETS)


@pytest.mark.parametrize("script", [SCRIPT, MINIFIED_SCRIPT], ids=["2023", "minified"])
@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"\\ud83d alone", "\ufffd alone"),
        (b"nul \\u0000", "nul \ufffd"),
        (b"not \xff utf-8", "not \ufffd utf-8"),
    ],
)
def test_odd_characters_lose_no_tweet(tmp_path, script, written, read):
    text = json.dumps(TWEETS[7]["full_text"], ensure_ascii=False).encode()
    archive = read_script(tmp_path, script.replace(text, b'"' + written + b'"', 1))

    assert archive.lost_records == 0
    assert len(archive.tweets) == len(TWEETS)
    assert read in {tweet.text for tweet in archive.tweets}


@pytest.mark.parametrize(
    "damage",
    [
        {"created_at": "Sat Foo 18 12:33:11 +0000 2023"},
        {"created_at": "Mon Jan 01 00:00:00 +2300 0001"},
        {"created_at": 5},
        {"id_str": "9" * 40, "id": None},
        {"full_text": None},
    ],
)
def test_a_tweet_with_a_broken_field_is_counted_as_lost(tmp_path, damage):
    members = archives.official_members([TWEETS[0], TWEETS[1] | damage])
    archive = read_source(archives.write_zip(tmp_path / "archive.zip", members))

    assert [tweet.id for tweet in archive.tweets] == [int(TWEETS[0]["id_str"])]
    assert archive.lost_records == 1


def test_odd_fields_beside_the_text_lose_no_tweet(tmp_path):
    odd = {
        "edit_info": [1],
        "source": "&#" + "9" * 5000,
        "lang": {},
        "in_reply_to_status_id_str": "x",
        "entities": None,
    }
    edit_info = {"initial": {"editTweetIds": 5}, "edit": "x"}
    members = archives.official_members([TWEETS[0] | odd, TWEETS[1] | {"edit_info": edit_info}])
    members["data/note-tweet.js"] = b'x = [ {"noteTweet": {"core": 5}}, {"noteTweet": 5}, 5 ]'
    members["data/account.js"] = b"x = [ {"
    members["data/manifest.js"] = b"\0"

    archive = read_source(archives.write_zip(tmp_path / "archive.zip", members))

    assert len(archive.tweets) == 2
    assert archive.author is None


def test_what_a_cut_off_file_no_longer_holds_is_counted_by_the_manifest(tmp_path):
    cut_off = archives.official_zip(
        tmp_path / "cut.zip", TWEETS, extra_members={"data/tweets.js": SCRIPT[: len(SCRIPT) // 2]}
    )
    read = read_source(cut_off)
    assert 0 < len(read.tweets) < len(TWEETS)
    assert len(read.tweets) + read.lost_records == len(TWEETS)


def test_a_part_that_is_missing_is_counted_by_the_manifest(tmp_path):
    members = archives.official_members(TWEETS, parts=2)
    del members["data/tweets-part1.js"]
    assert read_source(archives.write_zip(tmp_path / "part.zip", members)).lost_records == len(TWEETS) // 2


@pytest.mark.parametrize("count", ["", "many", "-3", None, "9" * 400])
def test_a_manifest_without_a_usable_count_says_nothing(tmp_path, count):
    files = [{"count": count}]
    manifest = archives.script("window.__THAR_CONFIG", {"dataTypes": {"tweets": {"files": files}}})
    archive = archives.official_zip(tmp_path / "a.zip", TWEETS, extra_members={"data/manifest.js": manifest})
    assert read_source(archive).lost_records == 0


def test_what_is_no_tweet_spoils_none_beside_it(tmp_path):
    first, second = TWEETS[:2]
    listed = [{"tweet": first}, None, 5, {"tweet": []}, {"tweet": second | {"lang": {"odd": 1}}}]
    archive = read_script(tmp_path, archives.script("window.YTD.tweets.part0", listed))

    assert {tweet.id for tweet in archive.tweets} == {int(first["id_str"]), int(second["id_str"])}
    assert archive.lost_records == 3


def test_a_byte_that_is_no_text_costs_nothing_where_it_is_not_read(tmp_path):
    photo, before = TWEETS[0] | {"media": "a photo"}, TWEETS[1]
    script = archives.script("window.YTD.tweets.part0", [{"tweet": photo}, {"tweet": before}])
    archive = read_script(tmp_path, script.replace(b"a photo", b"a \xff photo"))

    assert len(archive.tweets) == 2
    assert archive.lost_records == 0
