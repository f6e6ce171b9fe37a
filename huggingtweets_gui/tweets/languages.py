"""Which languages tweets are in, by the codes that Twitter gave them."""

from collections import Counter
from collections.abc import Iterable

# Not languages: links, mentions, hashtags, emoji, media only; very short; unknown.
_NO_LANGUAGE = {"zxx", "qme", "qam", "qht", "qst", "art", "und"}
_OLD_CODES = {"in": "id", "iw": "he", "ji": "yi"}
_NOTABLE_SHARE = 0.1


def main_languages(codes: Iterable[str | None]) -> list[str]:
    """Return the ISO 639-1 codes of a tenth or more of the tweets that have one, most frequent first."""
    known = Counter(_OLD_CODES.get(code, code) for code in codes if code and code not in _NO_LANGUAGE)
    total = known.total()
    return [code for code, times in known.most_common() if times >= total * _NOTABLE_SHARE]
