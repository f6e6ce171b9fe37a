"""The text in the HTML of a post, of which nothing is interpreted."""

import html
import re

# Not html.parser: on hostile markup it takes minutes, since it looks for the end of each tag anew.
# For the same reason no part of a tag is tried at a shorter length.
_TAG = re.compile(r"<(?P<closing>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*+)(?P<attributes>[^<>]*+)>|<![^<>]*+>")
_ABSURD_NUMBER = re.compile(r"&(?=#[xX]?[0-9a-fA-F]{9})")
_LINES = {"br", "p", "blockquote", "pre", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "div"}
_UNSEEN = {"script", "style", "template"}
# What newer servers put before a quoted post for readers that cannot show it.
_QUOTE_NOTE = "quote-inline"


def plain_text(markup: str) -> str:
    """Return what a reader sees, in lines.

    The parts of a long address that a page hides are text in its markup too: the address is whole.
    """
    parts: list[str] = []
    unseen: str | None = None  # the tag whose text is passed over
    position = 0
    for tag in _TAG.finditer(markup):
        if unseen is None:
            parts.append(_text(markup[position : tag.start()]))
        position = tag.end()
        name = (tag["name"] or "").lower()
        if unseen is None and name in _LINES:
            parts.append("\n")
        if tag["closing"]:
            unseen = None if name == unseen else unseen
        elif unseen is None and (name in _UNSEEN or _QUOTE_NOTE in (tag["attributes"] or "")):
            unseen = name
    parts.append(_text(markup[position:]))
    lines = (" ".join(line.split(" ")).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _text(markup: str) -> str:
    """Return the text in markup without tags, where a line break is a space."""
    return html.unescape(_ABSURD_NUMBER.sub("&amp;", markup)).replace("\n", " ")
