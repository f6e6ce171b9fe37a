"""Tables of posts, and which of their columns are read."""

from datetime import UTC, datetime

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets.model import UNDATED
from huggingtweets_gui.tweets.posts import Answers, Columns
from huggingtweets_gui.tweets.sources import preview_table, read_source

SENTENCES = [
    "the last ferry, as always, was late",
    'she said "no" to the "big" crab',
    "größe und 日本",
    "two lines\nof one post",
    "soup; and more soup",
]


def quoted(cells, delimiter):
    return delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells)


def write(tmp_path, rows, delimiter=",", encoding="utf-8", end="\n"):
    path = tmp_path / "some file"
    path.write_bytes(end.join(quoted(row, delimiter) for row in rows).encode(encoding))
    return path


def texts(source):
    return [tweet.text for tweet in source.tweets]


def failure(path, answers=None):
    with pytest.raises(UserError) as caught:
        read_source(path, answers=answers or Answers())
    return caught.value


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_titled_tables_are_read_however_they_were_saved(tmp_path, delimiter, encoding, end):
    rows = [(str(n + 7), f"2023-02-18 12:33:0{n}", text) for n, text in enumerate(SENTENCES)]
    source = read_source(write(tmp_path, [("id", "Created At", "Text"), *rows], delimiter, encoding, end))
    assert texts(source) == SENTENCES
    assert [tweet.id for tweet in source.tweets] == [7, 8, 9, 10, 11]
    assert source.tweets[1].created_at == datetime(2023, 2, 18, 12, 33, 1, tzinfo=UTC)
    assert source.lost_records == 0


def test_the_old_encoding_of_windows_is_known(tmp_path):
    source = read_source(write(tmp_path, [("text",), ("größe – “yes”",)], encoding="cp1252"))
    assert texts(source) == ["größe – “yes”"]


def test_columns_without_titles_are_known_by_what_is_in_them(tmp_path):
    rows = [(f"{n}", f"166{n}000000", f"the night baker sings to all {n} gulls of us") for n in range(6)]
    source = read_source(write(tmp_path, rows))
    assert len(source.tweets) == 6
    assert source.tweets[0].text.startswith("the night baker")
    assert [tweet.created_at.year for tweet in source.tweets] == [2022, 2022, 2022, 2022, 2022, 2022]


def unclear(tmp_path):
    rows = [(f"a tidy sentence number {n}", f"and another one number {n}", "2023-02-18") for n in range(6)]
    return write(tmp_path, [("here", "There", "when"), *rows])


def test_where_the_column_is_not_clear_the_user_is_asked(tmp_path):
    path = unclear(tmp_path)
    error = failure(path)
    assert error.code is ErrorCode.COLUMN_MISSING
    assert "“here”, “There”, “when”" in error.sentence
    assert failure(path, Answers(columns=Columns("nowhere"))).code is ErrorCode.COLUMN_MISSING
    sheet = preview_table(path)
    assert sheet.titles == ["here", "There", "when"]
    assert sheet.rows[0] == ["a tidy sentence number 0", "and another one number 0", "2023-02-18"]
    for name in ("there", "2"):
        source = read_source(path, answers=Answers(columns=Columns(name, "when")))
        assert sorted(texts(source))[0] == "and another one number 0"
        assert source.tweets[0].created_at == datetime(2023, 2, 18, tzinfo=UTC)
    assert read_source(path, answers=Answers(columns=Columns("here", ""))).tweets[0].created_at == UNDATED
    assert read_source(path, answers=Answers(columns=Columns("here"))).tweets[0].created_at != UNDATED


def test_reading_again_gives_the_same_ids_which_sort_by_time(tmp_path):
    rows = [
        (f"2023-02-{day:02}", "the same text" if day % 2 else f"text of {day}") for day in range(28, 0, -1)
    ]
    path = write(tmp_path, [("date", "text"), *rows, *rows[:5]])
    source = read_source(path)
    assert len(source.tweets) == 28
    assert [tweet.created_at.day for tweet in source.tweets] == list(range(1, 29))
    assert source == read_source(path)
    assert all(0 < tweet.id < 2**63 for tweet in source.tweets)


@pytest.mark.parametrize("ids", ["1.62692E+18", "1626921600000000000", "-5", "x", "99999999999999999999"])
def test_ids_that_a_spreadsheet_spoilt_are_not_used(tmp_path, ids):
    source = read_source(write(tmp_path, [("id", "text"), (ids, "one post"), (ids, "another post")]))
    assert len(source.tweets) == 2


def test_a_table_of_several_people_is_read_for_one(tmp_path):
    mine = [("gull_keeper", f"mine {n}") for n in range(3)]
    path = write(tmp_path, [("username", "text"), *mine, ("@pier_nine", "yours")])
    source = read_source(path)
    assert (source.author.handle, len(source.tweets)) == ("gull_keeper", 3)
    assert texts(read_source(path, answers=Answers(handle="pier_nine"))) == ["yours"]


def test_damaged_rows_are_counted(tmp_path):
    path = write(tmp_path, [("id", "text"), ("1", "one"), ("2", "a\0b")])
    with path.open("ab") as end:
        end.write(b'\n"3"\n4,"' + b"an endless cell " * 20_000)
    source = read_source(path)
    assert texts(source) == ["one", "a\ufffdb"]
    assert source.lost_records == 2


def test_lines_of_text_are_posts(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text(
        "One, and more of it.\n\nSalt & <pepper>\n  Three \nOne, and more of it.\n", encoding="utf-8"
    )
    source = read_source(path)
    assert source.author is None
    assert sorted(texts(source)) == ["One, and more of it.", "Salt &amp; &lt;pepper&gt;", "Three"]
    assert source.tweets[0].created_at == UNDATED
    assert source == read_source(path)


def test_blocks_between_blank_lines_are_posts(tmp_path):
    path = tmp_path / "notes"
    path.write_bytes("first line\r\nsecond line\r\n\r\n \r\nanother\r\n\r\nlast\r\nof all".encode("utf-16"))
    assert sorted(texts(read_source(path))) == ["another", "first line\nsecond line", "last\nof all"]


def test_prose_with_commas_is_no_table(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("well, hello\nyes, no\nso, on\nbut, why, not\n" * 5, encoding="utf-8")
    assert "but, why, not" in texts(read_source(path))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"\n\n \n",
        b'{"some": "json"}\n{"other": "json"}',
        b"[1, 2]\n[3]",
        b"<html>\n<p>a page</p>",
        b"window.YTD.deleted_tweets.part0 = [ {\n} ]",
        b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9,
        b"%PDF-1.7\n" + bytes(range(256)) * 9,
        b"a\0b\0c\0\n\0" * 50,
    ],
)
def test_what_nobody_posted_is_not_read(tmp_path, content):
    path = tmp_path / "tweets.csv"
    path.write_bytes(content)
    assert failure(path).code is ErrorCode.NOT_AN_ARCHIVE


def test_a_folder_of_files_is_not_searched_for_texts(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("one line\nand another\n", encoding="utf-8")
    assert failure(tmp_path).code is ErrorCode.NOT_AN_ARCHIVE
