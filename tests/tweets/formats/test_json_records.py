import json
import time

import pytest

from huggingtweets_gui.tweets.formats.json_records import parse_record, read_list, read_records


def pieces(text, size):
    return [text[at : at + size] for at in range(0, len(text), size)]


def read(batches):
    batches = list(batches)
    return [record for batch in batches for record in batch.records], sum(batch.lost for batch in batches)


TRICKY = [
    {"text": 'a "quoted" \\ back\\\\slash "'},
    {"text": "brackets }{][ in , text", "inner": {"list": [{"deep": [1, [2]]}], "wanted": [{"no": 1}]}},
    {"text": "日本語 🌊", "empty": {}, "none": None},
    {},
]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 10_000])
@pytest.mark.parametrize("indent", [None, 2])
def test_objects_are_cut_out_of_a_list_wherever_the_chunks_end(size, indent):
    document = {
        "a]": "b[{",
        "other": [{"wanted": [{"wrong": 1}]}],
        "wanted": TRICKY,
        "text": "wanted",
        "also": {"text": "one"},
    }
    for escaped in (True, False):
        text = json.dumps(document, indent=indent, ensure_ascii=escaped).encode()
        assert read(read_list(pieces(text, size), {"wanted"})) == (TRICKY, 0)
        assert read(read_list(pieces(text, size), {"also"})) == ([{"text": "one"}], 0)
        top = json.dumps(TRICKY, indent=indent, ensure_ascii=escaped).encode()
        assert read(read_records(pieces(top, size)))[0] == TRICKY


@pytest.mark.parametrize("size", [1, 5, 10_000])
def test_lines_are_read_with_every_ending_and_damaged_ones_counted(size):
    lines = [json.dumps(record).encode() for record in TRICKY]
    text = b"\xef\xbb\xbf" + lines[0] + b"\r\n\n" + lines[1][:-5] + b"\n[1]\n" + lines[2] + b"\n" + lines[3]
    if size == 1:
        text = text.removeprefix(b"\xef\xbb\xbf")
    assert read(read_records(pieces(text, size))) == ([TRICKY[0], TRICKY[2], {}], 2)


def test_a_list_that_is_cut_off_has_lost_a_record():
    text = json.dumps({"wanted": TRICKY}).encode()
    assert read(read_list([text[:-30]], {"wanted"})) == (TRICKY[:2], 1)


def test_lone_surrogates_deep_and_huge_values_are_survived():
    assert parse_record(b'{"text": "a\\ud800b"}') == {"text": "a\ud800b"}
    assert parse_record(b'{"text": ' + b"[" * 200_000) is None
    assert parse_record(b'{"number": ' + b"9" * 10_000 + b"}") is None
    assert parse_record(b"\xff\xfe{") is None
    assert parse_record(b"[]") is None


@pytest.mark.parametrize(
    "beginning",
    [b'{"wanted": [{"text": "', b'{"text": "', b'[{"text": "', b'{"', b"", b'{"wanted": ' + b"[" * 999],
)
def test_what_never_ends_is_passed_over(beginning):
    def endless():
        yield beginning
        for _ in range(3):
            yield b"[{" * 2**19 if beginning.endswith(b"[") else b"\\a" * 2**19

    began = time.monotonic()
    for batches in (read_list(endless(), {"wanted"}), read_records(endless())):
        records, lost = read(batches)
        assert not records
        assert lost <= 2
    assert time.monotonic() - began < 60
