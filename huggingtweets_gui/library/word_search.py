"""What of a tweet the library's index holds, and words as typed into a search field, put to that index.

FTS5 splits texts at spaces and marks. Scripts without spaces are put to it as every two letters that stand
side by side, which are rare enough to be found quickly, and emoji, which are marks to it, as made-up words.
"""

import re
from operator import add

from huggingtweets_gui.tweets.cleaning import unescape
from huggingtweets_gui.tweets.unspaced import UNSPACED
from huggingtweets_gui.tweets.values import escaped

_INDEXED = "SELECT rowid AS row FROM tweet_words WHERE tweet_words MATCH ?"
_SHORTEST_BEGINNING = 2
_EMOJI = "[\u2190-\u21ff\u2300-\u27bf\u2900-\u2bff\U0001f000-\U0001faff]"
_APART = re.compile(f"({UNSPACED.pattern}+)|({_EMOJI})")
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SIGN = "xq"  # no word begins so


def searched(text: str, note_text: str | None) -> str | None:
    """Return what the index holds of a tweet, or None where that is its note or else its text as it is."""
    own = text if note_text is None else note_text
    plain = own if "&" not in own else unescape(own)
    words = plain if plain.isascii() else _APART.sub(_spelled, plain)
    return None if words == own else words


def search(typed: str) -> tuple[str, tuple[str, ...]]:
    """Return a query, and its parameters, for the rows of all tweets that hold what is typed.

    Nothing that is typed is an operator. The last word may go on: "lig" finds the lighthouse. One
    letter does not, since nearly every tweet has a word that begins so, unless it is an ideograph.
    Marks are no words of the index: where nothing else is typed, the texts are looked through for them,
    which takes longer.

    Args:
        typed: must hold more than white space.
    """
    typed = typed.encode(errors="surrogatepass").decode(errors="replace")  # half an emoji is no text
    words = [
        word
        for part in filter(None, _APART.split(typed))
        for word in ([part] if _APART.match(part) else part.split())
        if _APART.match(word) or any(map(str.isalnum, word))
    ]
    if words:
        expression = " ".join(map(_phrase, words))
        return _INDEXED, (f"{expression}*" if _may_go_on(words[-1], typed) else expression,)
    pieces = typed.split()
    conditions = ["(instr(text, ?) OR instr(note_text, ?))"] * len(pieces)
    parameters = tuple(form for piece in pieces for form in (escaped(piece), piece))
    return f"SELECT row FROM tweets WHERE {' AND '.join(conditions)}", parameters


def _spelled(match: re.Match[str]) -> str:
    letters, sign = match.groups()
    # The last letter too stands at the beginning of a word, by which it is found alone.
    return f" {_pairs(letters)} {letters[-1]} " if letters else f" {_word_for(sign)} "


def _pairs(letters: str) -> str:
    return " ".join(map(add, letters, letters[1:]))


def _word_for(sign: str) -> str:
    return f"{_SIGN}{ord(sign):x}"


def _may_go_on(word: str, typed: str) -> bool:
    if not typed.endswith(word) or _IDEOGRAPH.fullmatch(word):
        return False  # an ideograph goes on wherever it stands: see ``_phrase``
    if not _APART.match(word):
        return len(word) >= _SHORTEST_BEGINNING
    return UNSPACED.fullmatch(word) is not None and word != typed.strip()


def _phrase(word: str) -> str:
    """Return what finds a word, an emoji, or letters of a script without spaces in the index."""
    if _IDEOGRAPH.fullmatch(word):
        return _quoted(word) + "*"
    match = _APART.match(word)
    letters, sign = match.groups() if match else (None, None)
    if sign:
        return _quoted(_word_for(sign))
    return _quoted(_pairs(letters) if letters and len(letters) > 1 else word)


def _quoted(word: str) -> str:
    """Quote a word for FTS5, which splits it at marks: "don't" is two words, one after the other."""
    return '"' + word.replace('"', '""').replace("\0", "") + '"'
