"""An import keeps all or nothing, wherever it is cut off, and tells how far it is."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.workflow.importing import import_sources
from tests.archives import invented_tweets, official_folder, official_members, official_zip, write_zip

RECORDS = invented_tweets(3000, seed=6)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Several batches, and more than one statement, of tweets."""
    return official_zip(tmp_path_factory.mktemp("import") / "gulls.zip", RECORDS, parts=3)


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose last part ends with a flipped bit, which is seen when all of it was inflated."""
    members = official_members(RECORDS[:2000], parts=2)
    path = tmp_path_factory.mktemp("import") / "damaged.zip"
    with zipfile.ZipFile(path, "w") as stored:
        for name, content in members.items():
            stored.writestr(name, content)
    content = bytearray(path.read_bytes())
    end = content.index(b"data/tweets-part1.js") + len(members["data/tweets-part1.js"])
    content[end - 100] ^= 1
    path.write_bytes(content)
    return path


def state(library: Library) -> list[list[tuple]]:
    """Return all that is in the library of authors and tweets, with what the user chose."""
    with library._database.writing() as connection:
        connection.execute("INSERT INTO tweet_words (tweet_words, rank) VALUES ('integrity-check', 1)")
    tables = ("authors", "tweets", "tweet_words")
    return [sorted(library._database.rows(f"SELECT * FROM {table}"), key=repr) for table in tables]


def leave_out(library: Library, count: int) -> None:
    with library._database.writing() as connection:
        connection.execute(
            "UPDATE tweets SET left_out = 1 WHERE row IN (SELECT row FROM tweets LIMIT ?)", (count,)
        )


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_cancel_at_any_moment_leaves_the_library_as_it_was(
    library: Library, archive: Path, tmp_path: Path, share: float
) -> None:
    import_sources(library, [official_zip(tmp_path / "old.zip", RECORDS[:500])])
    leave_out(library, 5)
    before = state(library)

    def cancel(done: int, total: int) -> None:
        if done >= share * total:
            raise Cancelled

    with pytest.raises(Cancelled):
        import_sources(library, [archive], report=cancel)
    assert state(library) == before
    [imported] = import_sources(library, [archive])
    assert (imported.read, imported.new) == (3000, 2500)


def test_damage_at_the_very_end_of_the_last_source_leaves_nothing(
    library: Library, archive: Path, damaged: Path
) -> None:
    reports: list[int] = []
    with pytest.raises(UserError) as caught:
        import_sources(library, [archive, damaged], report=lambda done, total: reports.append(done))
    assert caught.value.code is ErrorCode.SOURCE_UNREADABLE
    assert len(reports) > 3
    assert state(library) == [[], [], []]


def test_a_disk_that_fills_up_leaves_nothing(library: Library, archive: Path) -> None:
    [(pages,)] = library._database.rows("PRAGMA page_count")
    library._database.rows(f"PRAGMA max_page_count = {pages + 40}")
    with pytest.raises(UserError) as caught:
        import_sources(library, [archive])
    assert caught.value.code is ErrorCode.NO_ROOM
    assert state(library) == [[], [], []]


def test_a_kill_in_the_middle_leaves_nothing(home: Home, archive: Path) -> None:
    program = """
import os, sys
from pathlib import Path
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.workflow.importing import import_sources

def die(done, total):
    if done > total / 2:
        os._exit(9)

import_sources(Library(Home(Path(sys.argv[1]))), [Path(sys.argv[2])], report=die)
"""
    command = [sys.executable, "-c", program, str(home.root), str(archive)]
    assert subprocess.run(command, check=False).returncode == 9
    with Library(home) as library:
        assert state(library) == [[], [], []]
        assert import_sources(library, [archive])[0].new == 3000


def test_the_progress_is_that_of_all_sources_together(
    library: Library, archive: Path, tmp_path: Path
) -> None:
    folder = official_folder(tmp_path / "unpacked", RECORDS[:1000])
    reports: list[tuple[int, int]] = []
    import_sources(library, [archive, folder], report=lambda done, total: reports.append((done, total)))
    totals = {total for _, total in reports}
    assert len(totals) == 1
    assert totals.pop() > (folder / "data" / "tweets.js").stat().st_size * 3
    assert reports == sorted(reports)
    assert reports[-1][0] == reports[-1][1]


def test_whose_it_is_is_asked_before_any_tweet_is_read(
    library: Library, archive: Path, tmp_path: Path
) -> None:
    nameless = official_zip(tmp_path / "nameless.zip", RECORDS, account=None, manifest=False)

    def report(done: int, total: int) -> None:
        raise AssertionError

    with pytest.raises(UserError) as caught:
        import_sources(library, [archive, nameless], report=report)
    assert caught.value.code is ErrorCode.HANDLE_MISSING


def test_a_newer_archive_adds_what_is_new_and_keeps_what_was_chosen(
    library: Library, archive: Path, tmp_path: Path
) -> None:
    import_sources(library, [official_zip(tmp_path / "old.zip", RECORDS[:2500])])
    leave_out(library, 7)
    left_out = library._database.rows("SELECT id FROM tweets WHERE left_out")
    [newer] = import_sources(library, [archive])
    assert (newer.read, newer.new) == (3000, 500)
    assert library._database.rows("SELECT id FROM tweets WHERE left_out") == left_out
    after = state(library)
    [again] = import_sources(library, [archive])
    assert (again.read, again.new) == (3000, 0)
    assert state(library) == after


def test_ids_that_stand_in_two_files_are_counted_once(library: Library, tmp_path: Path) -> None:
    members = official_members(RECORDS[:1500], parts=2, community=RECORDS[:600], manifest=False)
    [imported] = import_sources(library, [write_zip(tmp_path / "twice.zip", members)])
    assert (imported.read, imported.new, imported.lost_records) == (1500, 1500, 0)
    assert len(library.tweets.tweets("gull_keeper")) == 1500
