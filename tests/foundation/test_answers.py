from collections.abc import Iterator

import pytest

from huggingtweets_gui.foundation.answers import TooLong, read_whole


def test_an_answer_is_put_together() -> None:
    assert read_whole([b"the ", b"", b"gull"], 8) == b"the gull"
    assert read_whole([], 8) == b""


def test_an_answer_without_an_end_is_not_read_on() -> None:
    asked = []

    def endless() -> Iterator[bytes]:
        while True:
            asked.append(True)
            yield b"fog "

    with pytest.raises(TooLong, match="more than 8 bytes"):
        read_whole(endless(), 8)
    assert len(asked) == 3
