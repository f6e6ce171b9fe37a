"""From a tweet as stored to the text a bot learns from.

``classic_text`` and ``is_short`` are the rules of huggingtweets (Boris Dayma, 2020), step by
step, oddities included, so that its counts can be reproduced. The other functions are the
better rules that ``tweets/rules.py`` adds to them.
"""

import re
import unicodedata
from collections.abc import Iterable

_ADDRESS_PATTERNS = tuple(
    re.compile(pattern.replace("W", scheme))
    for scheme in ("http:", "https:")
    for pattern in (r" W\S+", r"W\S+ ", r"\nW\S+ ", r"\nW\S+", r"W\S+")
)
_LEADING_MENTIONS = re.compile(r"^\s*(?:@\w+[\s,]*)+")
_ENOUGH_WORDS = 3
_ENOUGH_LETTERS = 6
_UNSPACED_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


def unescape(text: str) -> str:
    """Undo the three escapes of stored tweets, ``&amp;`` first as huggingtweets did."""
    return text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")


def remove_addresses(text: str) -> str:
    """Delete web addresses, with one neighbouring space or newline where there is one."""
    for pattern in _ADDRESS_PATTERNS:
        text = pattern.sub("", text)
    return text


def collapse_spaces(text: str) -> str:
    """Make every run of white space, newlines included, one space."""
    return " ".join(text.split())


def collapse_spaces_in_lines(text: str) -> str:
    """Make every run of white space one space, but keep single line breaks."""
    return "\n".join(line for line in map(collapse_spaces, text.splitlines()) if line)


def classic_text(text: str) -> str:
    """Return the text of a tweet as huggingtweets cleaned it."""
    return collapse_spaces(remove_addresses(unescape(text)))


def is_retweet(text: str) -> bool:
    """Return whether the text is somebody else's: archives mark retweets by this prefix alone."""
    return text.startswith("RT @")


def is_short(text: str) -> bool:
    """Return whether fewer than three words are left, names, hashtags and addresses not counted."""
    return len(list(_plain_words(text))) < _ENOUGH_WORDS


def is_short_in_letters(text: str) -> bool:
    """Return whether a text of a script without spaces between words has fewer than six letters."""
    return sum(map(str.isalpha, "".join(_plain_words(text)))) < _ENOUGH_LETTERS


def is_unspaced(text: str) -> bool:
    """Return whether most letters are of a script that sets no spaces between words.

    Chinese, Japanese, Thai, Lao, Khmer and Burmese are. The letters decide, since many tweets
    carry no language or a wrong one.
    """
    letters = [character for character in text if character.isalpha()]
    unspaced = sum(unicodedata.name(letter, "").startswith(_UNSPACED_SCRIPTS) for letter in letters)
    return unspaced * 2 > len(letters)


def strip_leading_mentions(text: str) -> str:
    """Delete the ``@names`` that a reply begins with, unless nothing else would be left."""
    return _LEADING_MENTIONS.sub("", text) or text


def _plain_words(text: str) -> Iterable[str]:
    marks = ("http", "@", "#")
    return (word for word in text.split() if not any(mark in word.lower() for mark in marks))
