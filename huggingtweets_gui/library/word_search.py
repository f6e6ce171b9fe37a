"""Words as typed into a search field, put to the index of the library."""

from huggingtweets_gui.tweets.unspaced import UNSPACED

_INDEXED = "SELECT rowid AS row FROM tweet_words WHERE tweet_words MATCH ?"
_SHORTEST_BEGINNING = 2


def search(typed: str) -> tuple[str, tuple[str, ...]]:
    """Return a query, and its parameters, for the rows of all tweets that hold what is typed.

    Nothing that is typed is an operator. The last word may go on: "lig" finds the lighthouse. One
    letter does not, since nearly every tweet has a word that begins so. Scripts without spaces,
    emoji and marks are no words of the index: the texts are looked through for them, which takes
    longer.

    Args:
        typed: must hold more than white space.
    """
    typed = typed.encode(errors="surrogatepass").decode(errors="replace")  # half an emoji is no text
    pieces = typed.split()
    words = [piece for piece in pieces if _is_word(piece)]
    others = [piece for piece in pieces if not _is_word(piece)]
    expression = " ".join(map(_quoted, words))
    if words and typed.endswith(words[-1]) and len(words[-1]) >= _SHORTEST_BEGINNING:
        expression += "*"
    if not others:
        return _INDEXED, (expression,)
    conditions = ["(instr(text, ?) OR instr(note_text, ?))"] * len(others)
    parameters = [piece for piece in others for _ in range(2)]
    if words:
        conditions.append(f"row IN ({_INDEXED})")
        parameters.append(expression)
    return f"SELECT row FROM tweets WHERE {' AND '.join(conditions)}", tuple(parameters)


def _is_word(piece: str) -> bool:
    return any(map(str.isalnum, piece)) and not UNSPACED.search(piece)


def _quoted(word: str) -> str:
    """Quote a word for FTS5, which splits it at marks: "don't" is two words, one after the other."""
    return '"' + word.replace('"', '""').replace("\0", "") + '"'
