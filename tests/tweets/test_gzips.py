"""Files packed with gzip are read as what is in them, and only as far as posts go."""

import gzip
import json

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets import inflation
from huggingtweets_gui.tweets.sources import read_source
from huggingtweets_gui.workflow.importing import import_sources
from tests.invented import invented_tweets

USER = {"screen_name": "gull_keeper", "name": "Keeper of Gulls", "id_str": "42"}


@pytest.fixture
def lines():
    return b"".join(json.dumps(tweet | {"user": USER}).encode() + b"\n" for tweet in invented_tweets(300))


@pytest.fixture
def packed(tmp_path):
    def write(content, name="tweets.jsonl.gz"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def error_of(path):
    with pytest.raises(UserError) as caught:
        read_source(path)
    return caught.value.code


@pytest.mark.parametrize("name", ["tweets.jsonl.gz", "tweets.jsonl", "download"])
def test_packed_lines_are_read_whatever_they_are_called(packed, lines, name):
    reports = []
    source = read_source(packed(gzip.compress(lines), name), lambda *report: reports.append(report))
    assert (source.author.handle, len(source.tweets), source.lost_records) == ("gull_keeper", 300, 0)
    assert reports[0] == (0, len(lines)) and reports[-1] == (len(lines), len(lines))


def test_packed_in_several_pieces_it_is_one_file(packed, lines):
    halves = lines[: len(lines) // 2], lines[len(lines) // 2 :]
    assert len(read_source(packed(b"".join(map(gzip.compress, halves)))).tweets) == 300


@pytest.mark.parametrize("damage", [lambda whole: whole[:-200], lambda whole: whole[:-8] + bytes(8)])
def test_of_a_damaged_one_nothing_is_imported(packed, lines, library, damage):
    path = packed(damage(gzip.compress(lines)))
    assert error_of(path) == ErrorCode.SOURCE_UNREADABLE
    with pytest.raises(UserError):
        import_sources(library, [path])
    assert library.tweets.authors() == []


@pytest.mark.parametrize("content", [b"\x1f\x8b", b"\x1f\x8b\x08", gzip.compress(b"")])
def test_one_with_nothing_in_it_is_told(packed, content):
    assert error_of(packed(content)) in (ErrorCode.SOURCE_UNREADABLE, ErrorCode.NOT_AN_ARCHIVE)


def test_a_bomb_is_not_inflated_to_its_end(packed, lines, library, monkeypatch):
    monkeypatch.setattr(inflation, "_LARGEST_TRUSTED", len(lines))
    path = packed(gzip.compress(lines + b" " * 100 * len(lines)))
    assert error_of(path) == ErrorCode.GZIP_BOMB
    with pytest.raises(UserError):
        import_sources(library, [path])
    assert library.tweets.authors() == []
