"""Other files than archives, on the command line."""

import json

import pytest

from huggingtweets_gui.cli.sources import is_path


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "posts.csv"
    rows = [f"a tidy sentence of {n},and another one of {n},2023-02-18" for n in range(9)]
    path.write_text("\n".join(["here,there,when", *rows]), encoding="utf-8")
    return path


def test_the_column_is_given_by_its_title_or_number(huggingtweets, table):
    for name in ("there", "2"):
        ran = huggingtweets("tweets", table, "--column", name, "--jsonl")
        assert {record["text"] for record in ran.records} == {f"and another one of {n}" for n in range(9)}
    ran = huggingtweets("import", table, "--handle", "gull@harbour.example")
    assert (ran.status, ran.out) == (1, "")
    assert "“here”, “there”, “when”" in ran.err
    again = "import", table, "--handle", "gull@harbour.example", "--column", "here", "--json"
    [record] = huggingtweets(*again).records
    assert (record["handle"], record["counts"]["kept"]) == ("gull@harbour.example", 9)
    [record] = huggingtweets(*again).records
    assert record["counts"]["downloaded"] == 9
    assert len(huggingtweets("tweets", "@gull@harbour.example", "--jsonl").records) == 9


def test_one_of_several_people_is_chosen(huggingtweets, tmp_path):
    path = tmp_path / "search.jsonl"
    records = [
        {"id_str": str(n + 1), "created_at": "Sat Feb 18 12:33:11 +0000 2023", "full_text": f"a post of {n}"}
        | {"user": {"id_str": str(n), "screen_name": f"gull_{n}", "name": "G"}}
        for n in range(4)
    ]
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    ran = huggingtweets("tweets", path, "--jsonl")
    assert ran.status == 1
    assert "several people, among them @gull_0" in ran.err
    assert [
        one["text"] for one in huggingtweets("tweets", path, "--handle", "gull_2", "--jsonl").records
    ] == ["a post of 2"]


@pytest.mark.parametrize(
    "name", ["tweets.csv", "archive.ZIP", "repo.car", "a/b", "outbox.json", "C:\\posts.txt"]
)
def test_a_files_name_is_no_handle_where_the_file_is_missing(name):
    assert is_path(name)


@pytest.mark.parametrize("name", ["gull.bsky.social", "@gull@harbour.example", "gull", "https://x.com/gull"])
def test_a_handle_is_no_file(name):
    assert not is_path(name)
