"""How many tweets an archive says that it holds, by which a loss at its end is noticed."""

from huggingtweets_gui.tweets.container import Container
from huggingtweets_gui.tweets.layout import Layout
from huggingtweets_gui.tweets.scripts import all_records
from huggingtweets_gui.tweets.values import dict_of, text_of

_KINDS = ("tweets", "tweet")  # as the files of tweets are called today, and were until 2022


def declared_tweets(container: Container, layout: Layout) -> int:
    """Return the number of tweets that manifest.js names; 0 where there is none or it does not say.

    Raises:
        UserError: SOURCE_UNREADABLE, ZIP_BOMB.
    """
    for name in layout.authors:
        for record in all_records(container.chunks(name)):
            kinds = dict_of(dict_of(record).get("dataTypes"))
            for kind in _KINDS:
                files = dict_of(kinds.get(kind)).get("files")
                if isinstance(files, list):
                    return sum(_number(dict_of(file).get("count")) for file in files)
    return 0


def _number(value: object) -> int:
    text = text_of(value) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
