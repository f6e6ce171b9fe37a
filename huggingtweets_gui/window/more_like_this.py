"""Which prompt asks for more tweets like one."""

_MORE_WORDS = 2
_FIRST_WORDS = 3
# Scripts without spaces make one "word" of a sentence.
_LONG_WORD = 24


def beginning(text: str, prompt: str) -> str:
    """Return the first words of ``text``: enough to keep its turn, few enough to leave it room.

    A sample that the present ``prompt`` began is asked for with two words more, another one with
    its first three, but never with more than half of it.
    """
    words = text.split()
    if words and len(words[0]) > _LONG_WORD:
        return words[0][: len(words[0]) // 3]
    given = len(prompt.split()) if prompt and text.startswith(prompt) else 0
    wanted = given + _MORE_WORDS if given else _FIRST_WORDS
    return " ".join(words[: max(1, min(wanted, len(words) // 2))])
