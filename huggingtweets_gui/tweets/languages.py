"""Which languages tweets are in, by the codes that their sources gave them."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

UNKNOWN = "und"
"""The code of tweets whose language is not known, or that have no words to have one."""

# Not languages: links, mentions, hashtags, emoji, media only; very short.
_NO_LANGUAGE = {"zxx", "qme", "qam", "qht", "qst", "art"}
_OLD_CODES = {"in": "id", "iw": "he", "ji": "yi"}
_CODE = re.compile(r"[a-z]{2,3}(?![a-z])", re.IGNORECASE)
_NOTABLE_SHARE = 0.1


@lru_cache(maxsize=1024)
def language(code: str | None) -> str:
    """Return the ISO 639 code of a language, without region or script; ``UNKNOWN`` where there is none."""
    match = _CODE.match(code or "")
    if match is None:
        return UNKNOWN
    plain = match[0].lower()
    return UNKNOWN if plain in _NO_LANGUAGE else _OLD_CODES.get(plain, plain)


def main_languages(codes: Iterable[str | None]) -> list[str]:
    """Return the ISO 639-1 codes of a tenth or more of the tweets that have one, most frequent first."""
    known = Counter(map(language, codes))
    del known[UNKNOWN]
    total = known.total()
    return [code for code, times in known.most_common() if times >= total * _NOTABLE_SHARE]
