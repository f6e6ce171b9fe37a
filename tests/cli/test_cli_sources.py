"""The commands ``import`` and ``tweets``, and how every failure is told."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from tests.archives import ACCOUNT, invented_tweets, official_members, official_zip, write_zip
from tests.cli.conftest import Command
from tests.invented import tweet_record

RECORDS = invented_tweets(60)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return official_zip(tmp_path / "gulls.zip", RECORDS)


def test_import_prints_one_object_and_nothing_else(huggingtweets: Command, archive: Path, home: Home) -> None:
    ran = huggingtweets("import", archive, "--json", "--rules", "classic")
    assert (ran.status, ran.err) == (0, "")
    [record] = ran.records
    assert list(record) == ["handle", "name", "counts"]
    assert (record["handle"], record["name"]) == ("gull_keeper", ACCOUNT["accountDisplayName"])
    counts = record["counts"]
    assert list(counts) == ["downloaded", "retweets", "short", "kept"]
    assert counts["downloaded"] == counts["retweets"] + counts["short"] + counts["kept"] == 60
    with Library(home) as library:
        assert len(library.tweets.tweets("gull_keeper")) == 60


def test_import_prints_a_table_for_people(huggingtweets: Command, archive: Path) -> None:
    ran = huggingtweets("import", archive)
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert lines[0] == f"{ACCOUNT['accountDisplayName']} (@gull_keeper), 60 new in the library"
    assert lines[1].split() == ["Downloaded", "60"]
    assert len({len(line) for line in lines[1:]}) == 1
    assert " 0 new" in huggingtweets("import", archive).out


def test_tweets_of_an_archive_are_printed_and_not_kept(
    huggingtweets: Command, archive: Path, home: Home
) -> None:
    ran = huggingtweets("tweets", archive, "--jsonl")
    assert (ran.status, ran.err) == (0, "")
    assert all(list(record) == ["id", "text"] and type(record["id"]) is str for record in ran.records)
    identifiers = [int(record["id"]) for record in ran.records]
    assert identifiers == sorted(identifiers)
    with Library(home) as library:
        assert library.tweets.authors() == []


@pytest.mark.parametrize("name", ["gull_keeper", "@Gull_Keeper", "https://x.com/gull_keeper"])
def test_tweets_of_an_author_leave_out_what_the_user_left_out(
    huggingtweets: Command, archive: Path, home: Home, name: str
) -> None:
    huggingtweets("import", archive)
    of_archive = huggingtweets("tweets", archive, "--jsonl").records
    with Library(home) as library:
        library.verdicts.leave_out("gull_keeper", [int(of_archive[0]["id"])])
    assert huggingtweets("tweets", name, "--jsonl").records == of_archive[1:]
    assert huggingtweets("tweets", name).out.splitlines() == [one["text"] for one in of_archive[1:]]


def test_emoji_and_all_scripts_are_printed(huggingtweets: Command, tmp_path: Path) -> None:
    text = "今日は🌊とても良い天気ですね 👩‍🚀"
    record = tweet_record(text, datetime(2023, 1, 1, tzinfo=UTC))
    ran = huggingtweets("tweets", official_zip(tmp_path / "a.zip", [record]), "--jsonl")
    assert ran.records == [{"id": record["id_str"], "text": text}]
    assert text in ran.out  # as it is, not escaped


def test_nothing_in_a_tweet_or_name_acts_on_the_terminal(huggingtweets: Command, tmp_path: Path) -> None:
    hostile = "\x1b]0;gone\x07 wiped \x1b[2J and turned \u202e around here"
    account = {**ACCOUNT, "accountDisplayName": f"Keeper {hostile}"}
    members = official_members([tweet_record(hostile, datetime(2023, 1, 1, tzinfo=UTC))], account=account)
    archive = write_zip(tmp_path / "hostile.zip", members)
    for ran in (huggingtweets("tweets", archive), huggingtweets("import", archive)):
        assert ran.status == 0
        assert "wiped" in ran.out
        assert not {"\x1b", "\x07", "\u202e"} & set(ran.out)


def test_the_data_folder_is_named_before_or_after_the_command(
    huggingtweets: Command, archive: Path, tmp_path: Path
) -> None:
    huggingtweets("--data-dir", tmp_path / "one", "import", archive)
    huggingtweets("import", archive, "--data-dir", tmp_path / "two")
    for name in ("one", "two"):
        assert (tmp_path / name / "library.db").is_file()
        assert huggingtweets("tweets", "gull_keeper", "--data-dir", tmp_path / name).status == 0


def bad_sources(folder: Path) -> dict[str, Path]:
    good = official_zip(folder / "good.zip", RECORDS).read_bytes()
    contents = {
        "empty.zip": b"",
        "text.zip": b"no zip at all",
        "page.html": b"<html></html>",
        "cut.zip": good[: len(good) // 2],
        "bytes.bin": bytes(range(256)),
        "tweets.js": b"window.YTD.tweets.part0 = [ {",
        "empty.js": b"",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    (folder / "empty folder").mkdir()
    write_zip(folder / "other.zip", {"readme.txt": b"hello"})
    write_zip(folder / "unsafe.zip", {"../data/tweets.js": b"x = []"})
    official_zip(folder / "silent.zip", [])
    official_zip(folder / "nameless.zip", RECORDS, account=None, manifest=False, avatar=None)
    damaged = official_members(RECORDS) | {"data/tweets.js": b"window.YTD.tweets.part0 = [ {]]]"}
    write_zip(folder / "damaged.zip", damaged)
    return {path.name: path for path in folder.iterdir() if path.name != "good.zip"}


def test_every_bad_source_is_one_line_with_a_reason_and_an_advice(
    huggingtweets: Command, tmp_path: Path, home: Home
) -> None:
    sources = [*bad_sources(tmp_path).values(), tmp_path / "missing.zip", Path("x" * 400), Path("a\0b")]
    for source in sources:
        for command in (("import", source, "--json"), ("train", source), ("tweets", source, "--jsonl")):
            if command[0] == "tweets" and source.name == "nameless.zip":
                continue  # Whose they are is not needed to print them.
            ran = huggingtweets(*command)
            assert ran.status == 1, (command, ran)
            assert ran.out == "", command
            assert ran.err.count("\n") == 1, ran.err
            assert ran.err.startswith("huggingtweets: "), ran.err
            assert ran.err.count(".") >= 2, ran.err
            assert "unexpected" not in ran.err.lower(), (command, ran.err)
    with Library(home) as library:
        assert library.tweets.authors() == []


def test_a_handle_can_be_given_where_the_archive_has_none(huggingtweets: Command, tmp_path: Path) -> None:
    nameless = official_zip(tmp_path / "n.zip", RECORDS, account=None, manifest=False, avatar=None)
    [record] = huggingtweets("import", nameless, "--handle", "@pier_9", "--json").records
    assert (record["handle"], record["name"]) == ("pier_9", "pier_9")
    ran = huggingtweets("import", nameless, "--handle", "not a handle")
    assert (ran.status, ran.out) == (1, "")
    assert "“not a handle” is not a handle." in ran.err


def test_an_author_who_is_not_in_the_library_is_told(huggingtweets: Command) -> None:
    ran = huggingtweets("tweets", "nobody")
    assert (ran.status, ran.out) == (1, "")
    assert "nobody" in ran.err


def test_a_damaged_library_is_told(huggingtweets: Command, archive: Path, home: Home) -> None:
    home.database.write_bytes(b"this is no database" * 100)
    ran = huggingtweets("import", archive, "--json")
    assert (ran.status, ran.out) == (1, "")
    assert str(home.database) in ran.err


@pytest.mark.warns  # There is no log file for them yet.
def test_a_data_folder_that_cannot_be_made_is_told(
    huggingtweets: Command, archive: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    ran = huggingtweets("import", archive, "--data-dir", tmp_path / "file")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
