"""How long a tweet is, as Twitter counts it: at most 280.

The weights are those of twitter-text's configuration v3: most scripts of Europe and the Middle
East weigh 1 a character, all others 2, each emoji 2 and each web address 23.
https://github.com/twitter/twitter-text/blob/master/config/v3.json
"""

import re
import unicodedata

import emoji

MAX_LENGTH = 280

_LIGHT_RANGES = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_ADDRESS = re.compile(r"https?://\S+")
_ADDRESS_LENGTH = 23


def weighted_length(text: str) -> int:
    """Return the length of ``text`` in Twitter's characters."""
    text = unicodedata.normalize("NFC", text)
    without_addresses, addresses = _ADDRESS.subn("", text)
    without_emoji = emoji.replace_emoji(without_addresses, "")
    heavy = sum(1 for character in without_emoji if not _is_light(ord(character)))
    emoji_count = emoji.emoji_count(without_addresses)
    return addresses * _ADDRESS_LENGTH + emoji_count * 2 + len(without_emoji) + heavy


def _is_light(code_point: int) -> bool:
    return any(first <= code_point <= last for first, last in _LIGHT_RANGES)
