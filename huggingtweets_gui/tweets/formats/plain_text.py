"""Posts in a plain text: one a line, or in blocks between blank lines."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.tweets.container import Container
from huggingtweets_gui.tweets.formats.files import first_chunk, is_markup, lone_file, reported
from huggingtweets_gui.tweets.formats.text_lines import encoding_of, read_lines
from huggingtweets_gui.tweets.model import UNDATED, Tweet
from huggingtweets_gui.tweets.moments import derived_id
from huggingtweets_gui.tweets.posts import Batch, Posts, Reader
from huggingtweets_gui.tweets.values import escaped, text_of

_LOOKED_AT = 1000
_BLANK_LINES_BETWEEN_BLOCKS = 0.25
_MOST_LINES = 100
_AT_ONCE = 500


def recognise(container: Container) -> Reader | None:
    """Return how a plain text is read, or None where the file is of another form."""
    name = lone_file(container)
    beginning = first_chunk(container, name) if name else b""
    encoding = encoding_of(beginning)
    if name is None or encoding is None or is_markup(beginning):
        return None
    lines = list(islice(read_lines([beginning], encoding), _LOOKED_AT))
    split = _blocks if _has_blocks(lines) else _filled_lines
    # One line may be anything, but hardly what somebody posted over the years.
    is_single = len(list(islice(filter(None, split(lines)), 2))) < 2
    return None if is_single else partial(_posts, name, encoding, split)


def _posts(
    name: str,
    encoding: str,
    split: Callable[[Iterable[str]], Iterator[str]],
    container: Container,
    report: Progress,
) -> Posts:
    return Posts(None, _batches(split(read_lines(reported(container, [name], report), encoding))))


def _batches(texts: Iterator[str]) -> Iterator[Batch]:
    while some := list(islice(texts, _AT_ONCE)):
        known = [text_of(text) or "" for text in some if text]
        yield Batch(
            [Tweet(id=derived_id(UNDATED, text), created_at=UNDATED, text=escaped(text)) for text in known]
        )


def _has_blocks(lines: Sequence[str]) -> bool:
    """Tell whether blank lines part the posts: then they are frequent, and some posts have several lines."""
    blank = sum(not line.strip() for line in lines)
    blocks = sum(1 for block in _blocks(lines) if block)
    filled = len(lines) - blank
    return blocks < filled and blank > _BLANK_LINES_BETWEEN_BLOCKS * filled


# Both yield an empty text for a line without one, so that a file of blank lines can be cancelled.
def _filled_lines(lines: Iterable[str]) -> Iterator[str]:
    return (line.strip() for line in lines)


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line.strip())
        if not line.strip() or len(block) == _MOST_LINES:
            yield "\n".join(block)
            block = []
    if block:
        yield "\n".join(block)
