"""How long a tweet is, as Twitter counts."""

import pytest

from huggingtweets_gui.foundation.weighted_length import MAX_LENGTH, weighted_length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("fog\nand soup", 12),
        ("Möwe", 4),
        ("Mo\u0308we", 4),  # the same, its dots as a character of their own
        ("“quoted” – yes…", 16),  # the ellipsis weighs 2
        ("Доброе утро", 11),
        ("今日は", 6),
        ("안녕", 4),
        ("🌊", 2),
        ("👩‍🚀", 2),  # three code points, one emoji
        ("🇫🇷🇫🇷", 4),
        ("see https://a.example/a/very/long/address?with=much&in=it now", 4 + 23 + 4),
        ("今" * 140, MAX_LENGTH),
    ],
)
def test_length(text: str, length: int) -> None:
    assert weighted_length(text) == length
