"""From a tweet as stored to the text a bot learns from.

``classic_text`` and ``is_short`` are the rules of huggingtweets (Boris Dayma, 2020), step by
step, oddities included, so that its counts can be reproduced. The other functions are the
better rules that ``tweets/rules.py`` adds to them.
"""

import re

from huggingtweets_gui.tweets.unspaced import UNSPACED

_ADDRESS_PATTERNS = {
    scheme: tuple(
        re.compile(pattern.replace("W", scheme))
        for pattern in (r" W\S+", r"W\S+ ", r"\nW\S+ ", r"\nW\S+", r"W\S+")
    )
    for scheme in ("http:", "https:")
}
# Handles are ASCII: in "@nameありがとう" only the name goes. "@anna's boat" begins a sentence.
_LEADING_MENTIONS = re.compile(r"^\s*(?:@[A-Za-z0-9_]++(?!['’])[\s,]*)+")
_MENTION_OR_HASHTAG = re.compile(r"@[A-Za-z0-9_]+|[#＃]\w+")
_ENOUGH_WORDS = 3
_ENOUGH_LETTERS = 6


def unescape(text: str) -> str:
    """Undo the three escapes of stored tweets, ``&amp;`` first as huggingtweets did."""
    return text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")


def remove_addresses(text: str) -> str:
    """Delete web addresses, with one neighbouring space or newline where there is one."""
    for scheme, patterns in _ADDRESS_PATTERNS.items():
        for pattern in patterns:
            if scheme not in text:
                break
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
    words = 0
    for word in text.lower().split():
        words += not ("@" in word or "#" in word or "http" in word)
        if words == _ENOUGH_WORDS:
            return False
    return True


def is_short_in_letters(text: str) -> bool:
    """Return whether fewer than six letters are left, names and hashtags not counted.

    It is for scripts without spaces between words, where names and hashtags may be glued to the text.
    """
    return _letters(_MENTION_OR_HASHTAG.sub("", text)) < _ENOUGH_LETTERS


def is_unspaced(text: str) -> bool:
    """Return whether most letters, names and hashtags aside, are of a script without spaces between words.

    The letters decide, since many tweets carry no language or a wrong one.
    """
    if text.isascii() or not UNSPACED.search(text):
        return False
    text = _MENTION_OR_HASHTAG.sub("", text)
    return _letters("".join(UNSPACED.findall(text))) * 2 > _letters(text)


def strip_leading_mentions(text: str) -> str:
    """Delete the ``@names`` that a reply begins with, unless nothing else would be left."""
    return _LEADING_MENTIONS.sub("", text) or text


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
