import pytest

from huggingtweets_gui.foundation.file_urls import path_of
from huggingtweets_gui.workflow.opening import Opening, Wish


def test_an_opening_survives_its_way_to_another_process(tmp_path):
    files = (tmp_path / "gulls 🌊.zip", tmp_path / "m\udcf6we.zip", tmp_path / "two\nlines.zip")
    opening = Opening(Wish.NEW_BOT, files, "token")
    line = opening.encode()
    assert line.count(b"\n") == 1
    assert Opening.decode(line) == opening


@pytest.mark.parametrize("line", [b"", b"[]", b"7", b'["fly", [], ""]', b'["window", 7, ""]', b"\xff\n"])
def test_what_is_no_opening_is_refused(line):
    with pytest.raises(ValueError):
        Opening.decode(line)


def test_a_plain_name_may_hold_whatever_an_address_would_escape(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert path_of("100%25 #1?.zip") == tmp_path / "100%25 #1?.zip"
    assert path_of((tmp_path / "a b.zip").as_uri().upper()[:5] + (tmp_path / "a b.zip").as_uri()[5:]) == (
        tmp_path / "a b.zip"
    )
