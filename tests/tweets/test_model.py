"""What may be given as a handle."""

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets.languages import main_languages
from huggingtweets_gui.tweets.model import parse_handle


@pytest.mark.parametrize(
    "text",
    [
        "gull_keeper",
        "@gull_keeper",
        " @gull_keeper\n",
        "https://twitter.com/gull_keeper",
        "http://www.twitter.com/gull_keeper/",
        "https://mobile.twitter.com/gull_keeper?s=20",
        "x.com/gull_keeper",
        "HTTPS://X.com/@gull_keeper",
    ],
)
def test_a_handle_is_found_in_what_people_paste(text: str) -> None:
    assert parse_handle(text) == "gull_keeper"


@pytest.mark.parametrize(
    "text", ["", "@", "two words", "sixteen_letters_", "gull-keeper", "größe", "https://x.com/a/status/1"]
)
def test_what_is_no_handle_is_told(text: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_handle(text)
    assert caught.value.code is ErrorCode.HANDLE_INVALID


def test_languages_come_by_frequency_and_rare_ones_do_not_count() -> None:
    codes = ["en"] * 60 + ["in"] * 30 + ["fr"] * 5 + ["zxx", "und", "qme", None] * 40
    assert main_languages(codes) == ["en", "id"]
    assert main_languages([None, "und"]) == []
