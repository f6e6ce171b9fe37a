"""Putting a neutral word for what names or reaches a person.

The word stays in the text, since without it a bot would learn sentences that break off ("call me at"),
and it is no made-up address, number or name, since that could be somebody's.
"""

import re

_E_MAIL = re.compile(
    # Not the "@name@server" of Mastodon. Possessive, so that a long run of letters is read once.
    r"(?<![\w.+@-])[A-Za-z0-9_][\w.+-]*+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}\b",
    re.ASCII,
)
# Twitter's "@name", also of Bluesky ("@name.bsky.social") and Mastodon ("@name@server").
_NAME = re.compile(r"(?<![A-Za-z0-9_@])@[A-Za-z0-9_]+(?:(?:[@.-][A-Za-z0-9_-]+)*\.[a-z]{2,}(?![A-Za-z0-9]))?")
_SEVEN_DIGITS = re.compile(r"(?:\d[\s()./–-]{0,3}){7}")
_GROUPED = re.compile(r"\d[ ()./–-]+\d")
_FEWEST_DIGITS = 9
_MOST_TRIES = 100  # as much that only looks like a number is passed over in a text
# Numbers without their country's code are looked for in the form of these countries. Not of those that
# write them as others write prices: Spain, Italy, Poland.
_COUNTRIES = ("US", "GB", "DE", "FR", "NL", "BR", "MX", "JP", "KR", "IN", "TR", "RU")
_INTERNATIONAL = "ZZ"


def mask_contacts(text: str) -> str:
    """Put ``[e-mail]`` for e-mail addresses and ``[phone]`` for telephone numbers."""
    if "@" in text:
        text = _E_MAIL.sub("[e-mail]", text)
    if _SEVEN_DIGITS.search(text):
        for country in (_INTERNATIONAL, *_COUNTRIES):
            text = _mask_numbers(text, country)
    return text


def mask_names(text: str) -> str:
    """Put ``[name]`` for every ``@name``."""
    return _NAME.sub("[name]", text) if "@" in text else text


def _mask_numbers(text: str, country: str) -> str:
    # Imported here: it takes its time, and few mask anything.
    from phonenumbers import Leniency, PhoneNumberMatcher

    pieces, end = [], 0
    # Of the kinds of leniency, this one leaves dates, prices and version numbers alone.
    leniency = Leniency.STRICT_GROUPING
    for match in PhoneNumberMatcher(text, country, leniency=leniency, max_tries=_MOST_TRIES):
        if country == _INTERNATIONAL or _looks_dialled(match.raw_string):
            pieces += [text[end : match.start], "[phone]"]
            end = match.end
    return "".join([*pieces, text[end:]])


def _looks_dialled(number: str) -> bool:
    """Return whether a number without its country's code is more likely a telephone's than an id."""
    if sum(map(str.isdigit, number)) < _FEWEST_DIGITS or number.startswith("0."):
        return False
    return number.startswith("0") or _GROUPED.search(number) is not None
