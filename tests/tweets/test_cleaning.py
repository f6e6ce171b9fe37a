"""The classic rules to the letter, and the better rules that are added to them."""

import pytest

from huggingtweets_gui.tweets.cleaning import (
    classic_text,
    collapse_spaces_in_lines,
    is_retweet,
    is_short,
    is_short_in_letters,
    is_unspaced,
    remove_addresses,
    strip_leading_mentions,
    unescape,
)


@pytest.mark.parametrize("scheme", ["http:", "https:"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("look W//t.co/a now", "look now"),  # with the space before it
        ("W//t.co/a now", "now"),  # with the space after it
        ("look\nW//t.co/a now", "look\nnow"),  # the space goes, the line break stays
        ("look\nW//t.co/a", "look"),  # with the line break before it
        ("lookW//t.co/a", "look"),  # glued to a word
        ("(W//t.co/a) now", "(now"),  # up to the next white space, whatever stands there
        ("lookW//t.co/aW//t.co/b", "look"),
        ("W W//t.co/a", "W"),  # nothing follows the scheme, and a space is no \S
    ],
)
def test_addresses_go_with_one_neighbouring_space(scheme: str, before: str, after: str) -> None:
    assert remove_addresses(before.replace("W", scheme)) == after.replace("W", scheme)


@pytest.mark.parametrize("text", ["HTTP://t.co/a", "Https://t.co/a", "t.co/a", "ftp://t.co/a", "httpX"])
def test_only_lower_case_schemes_are_addresses(text: str) -> None:
    assert remove_addresses(text) == text


def test_all_of_http_goes_before_any_of_https() -> None:
    assert remove_addresses("see http://a/https://b end") == "see end"
    # Here the inner address takes the space with it, so that the outer one takes the next word too.
    assert remove_addresses("see https://a/http://b end") == "see"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("salt &amp; pepper", "salt & pepper"),
        ("1 &lt; 2 &gt; 0", "1 < 2 > 0"),
        ("&amp;lt;b&amp;gt;", "<b>"),  # &amp; goes first, so this is undone twice, as it was then
        ("&quot;&#39;", "&quot;&#39;"),
    ],
)
def test_three_escapes_are_undone_in_the_classic_order(stored: str, shown: str) -> None:
    assert unescape(stored) == shown


def test_an_escaped_ampersand_does_not_hide_an_address() -> None:
    assert classic_text("read https://a.example/?x=1&amp;y=2 today") == "read today"


@pytest.mark.parametrize("space", ["  ", "\n", "\t", "\u00a0", "\u3000", "\u2003", "\r\n"])
def test_any_white_space_becomes_one_space(space: str) -> None:
    assert classic_text(f"{space}one{space}two{space}") == "one two"


def test_a_no_break_space_ends_an_address() -> None:
    assert classic_text("see https://t.co/a\u00a0now") == "see now"


def test_line_breaks_can_be_kept_without_empty_lines() -> None:
    assert collapse_spaces_in_lines(" one  two \n\n\u3000three\r\n") == "one two\nthree"


@pytest.mark.parametrize(
    ("text", "retweet"),
    [("RT @gull: hello", True), ("rt @gull: hello", False), (" RT @gull", False), ("RT this", False)],
)
def test_retweets_are_known_by_their_beginning(text: str, retweet: bool) -> None:
    assert is_retweet(text) is retweet


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("", True),
        ("two words", True),
        ("three small words", False),
        ("one two @three", True),
        ("one two #three", True),
        ("one two three#", True),
        ("one two seehttpthere", True),
        ("one two HTTP", True),
        ("one two e@mail.example", True),
        ("@gull #sea one two three", False),
        ("🌊 🐐 ✨", False),
        ("今日はとても良い天気ですね", True),
    ],
)
def test_short_is_fewer_than_three_plain_words(text: str, short: bool) -> None:
    assert is_short(text) is short


@pytest.mark.parametrize(
    ("text", "unspaced"),
    [
        ("今日はとても良い天気", True),
        ("สวัสดีตอนเช้าทุกคน", True),
        ("ສະບາຍດີ", True),
        ("អរុណសួស្តី", True),
        ("မင်္ဂလာပါ", True),
        ("ﾊﾝｶｸｶﾅ", True),
        ("天気 is nice today", False),
        ("오늘은 날씨가 좋다", False),
        ("Доброе утро всем", False),
        ("🌊🌊🌊", False),
        ("", False),
        # Whom it names and how it is tagged says nothing of the script that it is written in.
        ("今日は良い天気 @a_long_handle #harbour", True),
    ],
)
def test_scripts_without_spaces_are_told_by_their_letters(text: str, unspaced: bool) -> None:
    assert is_unspaced(text) is unspaced


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("おはよう", True),
        ("おはよう！！！！", True),
        ("おはようです", False),
        ("今日はいい天気！#海", False),
        ("ありがとう@a_long_handle", True),
        ("ありがとうね@a_long_handle", False),
        ("#今日の一枚です", True),
        ("สวัสดีครับ", False),
    ],
)
def test_scripts_without_spaces_need_six_letters(text: str, short: bool) -> None:
    assert is_short_in_letters(text) is short


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("@gull hello there", "hello there"),
        ("@gull @pier_9, @boat hello @crab", "hello @crab"),
        (" @gull\nhello", "hello"),
        ("@gullありがとう", "ありがとう"),
        ("@anna's boat sank", "@anna's boat sank"),
        ("@gull @anna’s boat sank", "@anna’s boat sank"),
        ("hello @gull", "hello @gull"),
        ("@gull @pier_9", "@gull @pier_9"),
        ("@ home at last", "@ home at last"),
        ("@gull" * 60 + "!", "!"),
    ],
)
def test_the_names_that_a_reply_begins_with_go(text: str, stripped: str) -> None:
    assert strip_leading_mentions(text) == stripped
