"""Putting a neutral word for whatever in a report names, reaches or locates a person."""

import re
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

import huggingtweets_gui

_SEPARATORS = r"[\\/]+"
_SEGMENT = r"[^\\/\s\"'“”<>|:*?]+"
# Folders and files may have spaces in their names: a segment goes on over them as long as a separator or
# an ending follows.
_PATH = (
    r"(?:(?<![\w\]./~-])~?/|(?<!\w)[A-Za-z]:[\\/]+|(?<![\w\\])\\\\+)"
    rf"(?:{_SEGMENT}(?: {_SEGMENT}){{0,5}}{_SEPARATORS})*"
    rf"(?:{_SEGMENT}(?: {_SEGMENT}){{0,5}}?\.\w{{1,8}}(?!\w)|{_SEGMENT})"
)
_SECRETS = r"(?:token|secret|password|passwd|authorization|api[_-]?key|credential)s?"

# In this order: what an earlier one has masked, no later one can take apart.
_PATTERNS = (
    # What the program's own sentences name, they put in these quotes.
    (re.compile(r"“[^”\n]*”"), "“[name]”"),
    (re.compile(r"\b[a-z][a-z\d+.-]{0,20}://[^\s\"'<>“”]+|\bwww\.[^\s\"'<>“”]+", re.IGNORECASE), "[address]"),
    (re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"), "[address]"),
    (re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"([\"'])(?:~|[\\/]|[A-Za-z]:[\\/])[^\"'\n]*\1"), r"\1[path]\1"),
    (re.compile(_PATH), "[path]"),
    (
        re.compile(rf"({_SECRETS}[\"']?\s*[:=]\s*[\"']?)(?:Bearer\s+)?[^\s\"',;]+", re.IGNORECASE),
        r"\1[token]",
    ),
    (re.compile(r"\bBearer\s+[^\s\"',;]+", re.IGNORECASE), "Bearer [token]"),
    (
        re.compile(r"\b(?:hf|sk|pk|ghp|gho|ghs|glpat|xox[a-z])[_-][\w-]{8,}|\bgithub_pat_\w+|\bAKIA\w{12,}"),
        "[token]",
    ),
    # Long, and of letters and digits, or of capitals and small letters: no word of a language or a program.
    (re.compile(r"(?<![\w%+/=-])(?=[\w%+/=-]*\d)(?=[\w%+/=-]*[A-Za-z])[\w%+/=-]{24,}"), "[token]"),
    (re.compile(r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[A-Za-z0-9-]{32,}"), "[token]"),
    (re.compile(r"(?<!\w)@\w[\w.-]*(?:@[\w.-]+)?"), "[handle]"),
    # Telephone numbers and ids of tweets; dates and times stay.
    (re.compile(r"(?<![\w.])(?!\d{4}-\d\d-\d\d\b)\+?\d(?:[ ().\-/]{0,2}\d){8,}(?!\w)"), "[number]"),
)
_SHORTEST_NAME = 3  # shorter ones would mask parts of any sentence
_SHORTEST_PART = 4


class Masks:
    """Masks one text after the other.

    Args:
        names: of people, bots and of the user; each of their longer parts is masked too.
    """

    def __init__(self, names: Iterable[str]) -> None:
        whole = {name.strip() for name in names}
        parts = {part for name in whole for part in re.findall(r"\w+", name) if len(part) >= _SHORTEST_PART}
        self._whole = _alternatives({name for name in whole if len(name) >= _SHORTEST_NAME}, re.IGNORECASE)
        self._parts = _alternatives(parts, re.NOFLAG)
        self._folders = _program_folders()

    def __call__(self, text: str) -> str:
        """Return ``text`` without anything personal."""
        # Where in the program something happened is no secret, and what a report is for.
        for folder, name in self._folders:
            text = text.replace(folder, name)
        for pattern, mask in _PATTERNS:
            text = pattern.sub(mask, text)
        for names in (self._whole, self._parts):
            text = names.sub("[name]", text)
        return text


def _alternatives(words: set[str], flags: re.RegexFlag) -> re.Pattern[str]:
    if not words:
        return re.compile(r"(?!)")  # matches nowhere
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", flags)


def _program_folders() -> list[tuple[str, str]]:
    """Return the folders that the program was loaded from, the inner ones first, and what to call them."""
    folders = {
        sysconfig.get_path("purelib"): "[libraries]",
        sysconfig.get_path("stdlib"): "[python]",
        str(Path(huggingtweets_gui.__file__).parents[1]): "[program]",
        getattr(sys, "_MEIPASS", sys.prefix): "[program]",
        sys.base_prefix: "[python]",
    }
    ordered = sorted(folders.items(), key=lambda item: len(item[0]), reverse=True)
    # As they stand in a message, and as repr() writes them on Windows.
    return [(form, name) for folder, name in ordered for form in {folder, folder.replace("\\", "\\\\")}]
