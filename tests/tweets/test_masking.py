"""What is masked, and above all what is left alone."""

import time

import pytest

from huggingtweets_gui.tweets.masking import mask_contacts, mask_names


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mail anna.b+x@gulls-and-co.co.uk now.", "mail [e-mail] now."),
        ("a@b.com,c@d.org", "[e-mail],[e-mail]"),
        ("(mailto:JO_1@EXAMPLE.COM)", "(mailto:[e-mail])"),
        ("メールはjo@example.orgへ", "メールは[e-mail]へ"),
        ("call +1 212 736 5000 today", "call [phone] today"),
        ("+442079460958", "[phone]"),
        ("(212) 736-5000, or 212.736.5001", "[phone], or [phone]"),
        ("Ruf an: 0170 1234567!", "Ruf an: [phone]!"),
        ("06 12 34 56 78", "[phone]"),
        ("090-1234-5678です", "[phone]です"),
    ],
)
def test_addresses_and_numbers_are_masked(text: str, masked: str) -> None:
    assert mask_contacts(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-14 10:22:33",
        "14.03.2021 and 03/14/2021",
        "1984 1985 1986, 2019-2020, 2008 2012 2016 2020",
        "open 12:30-14:45",
        "$1,234,567.89 or 1.234.567,89 or 688.874.065 or 988 162 460",
        "status 1234567890123456789, order 2127365000, #20210314",
        "978-3-16-148410-0",
        "4111 1111 1111 1111",
        "192.168.100.200",
        "3.14159265358, 0.976001, 52.520008, -13.404954",
        "10-20-30-40-50",
        "5-4-3-2-1-0 liftoff",
        "the 7 digits 555-1234",
        "anna@host",
        "@anna@mastodon.social",
        "@ noon @ 3.30",
    ],
)
def test_dates_prices_ids_and_years_stay(text: str) -> None:
    assert mask_contacts(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (".@anna and @bob_9: hi", ".[name] and [name]: hi"),
        ("@carl's boat, 写@dora你好", "[name]'s boat, 写[name]你好"),
        ("@eve.bsky.social @finn@fog.example.", "[name] [name]."),
        ("@gus.The end", "[name].The end"),
        ("jo@example.org @ home", "jo@example.org @ home"),
    ],
)
def test_names_are_masked(text: str, masked: str) -> None:
    assert mask_names(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "a" * 99_999 + "@",
        "a@" + "b-" * 50_000,
        "@" + "a@" * 50_000,
        "1 2 3 4 5 6 7 8 " * 9_000,
        "0151 " * 9_000,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    mask_names(mask_contacts(text))
    assert time.process_time() - started < 3
