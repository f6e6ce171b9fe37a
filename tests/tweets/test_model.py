"""What may be given as a handle."""

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets.languages import main_languages
from huggingtweets_gui.tweets.model import parse_handle, parse_x_handle, profile_address


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
    ("text", "handle"),
    [
        ("@gull@harbour.example", "gull@harbour.example"),
        ("https://Harbour.example/@gull", "gull@harbour.example"),
        ("harbour.example/users/gull/", "gull@harbour.example"),
        ("@gull.bsky.social", "gull.bsky.social"),
        ("https://bsky.app/profile/gull.harbour.example", "gull.harbour.example"),
        ("https://www.threads.net/@gull.of.the_pier", "gull.of.the_pier@threads.net"),
        ("threads.com/@gull?hl=en", "gull@threads.net"),
        ("name.with.dots", "name.with.dots"),
    ],
)
def test_the_handles_of_other_networks_are_found_too(text: str, handle: str) -> None:
    assert parse_handle(text) == handle


@pytest.mark.parametrize(
    "text",
    [
        *("", "@", "two words", "größe", "https://x.com/a/status/1", ".gull", "gull.", "gull@", "a..b"),
        *("gull-", "-gull", "a@b@c", "a/b", "../gull", "a\\b", "a:b", "a\0b", "a\nb", "ｇull", "a" * 65),
        *("-" * 100_000, "a." * 100_000, "a/@" * 100_000),
    ],
)
def test_what_is_no_handle_is_told(text: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_handle(text)
    assert caught.value.code is ErrorCode.HANDLE_INVALID


def test_x_has_narrower_handles() -> None:
    assert parse_x_handle("https://x.com/gull_keeper") == "gull_keeper"
    for text in ("sixteen_letters_", "gull-keeper", "gull@harbour.example", "gull.bsky.social", ""):
        with pytest.raises(UserError) as caught:
            parse_x_handle(text)
        assert caught.value.code is ErrorCode.X_HANDLE_INVALID


def test_a_profile_is_linked_only_where_the_network_is_sure() -> None:
    assert profile_address("gull_keeper") == "https://twitter.com/gull_keeper"
    assert profile_address("gull@harbour.example") == "https://harbour.example/@gull"
    assert profile_address("gull.bsky.social") == "https://bsky.app/profile/gull.bsky.social"
    assert profile_address("gull.of.the_pier") is None


def test_languages_come_by_frequency_and_rare_ones_do_not_count() -> None:
    codes = ["en"] * 60 + ["in"] * 30 + ["fr"] * 5 + ["zxx", "und", "qme", None] * 40
    assert main_languages(codes) == ["en", "id"]
    assert main_languages([None, "und"]) == []
