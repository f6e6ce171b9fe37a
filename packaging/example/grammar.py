"""A small context-free grammar, read from text files, and the dealing of its alternatives.

A file of rules looks so::

    # A comment.
    greeting
        Good {2-9}th morning, {gull}.
        {Ship} says hello.

An unindented line names a rule, and the indented lines under it are its alternatives. ``{gull}`` stands
for an alternative of the rule ``gull``, ``{Ship}`` for one of ``ship`` with a capital first letter, and
``{2-9}`` for a number from 2 to 9. Rules of one name in several files are one rule.
"""

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from rapidfuzz import fuzz, process

_SYMBOL = re.compile(r"\{(?:(?P<low>\d+)-(?P<high>\d+)|(?P<rule>\w+))\}")
_ADDRESS = re.compile(r"https://\S+")
_TOO_ALIKE = 85  # of 100, as rapidfuzz counts
_TRIES = 1000

_T = TypeVar("_T")


def read_sections(path: Path) -> dict[str, list[str]]:
    """Return the indented lines of ``path`` under each of its headings, in their order."""
    sections: dict[str, list[str]] = {}
    heading = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            sections.setdefault(heading, []).append(line.strip())
        elif not line.startswith("#"):
            heading = line.strip()
    return sections


def read_rules(paths: Iterable[Path]) -> dict[str, list[str]]:
    """Return the rules of all ``paths``, those of one name joined."""
    rules: dict[str, list[str]] = {}
    for path in paths:
        for name, alternatives in read_sections(path).items():
            rules.setdefault(name, []).extend(alternatives)
    return rules


class Grammar:
    """Writes texts after rules.

    Alternatives are dealt like cards: none comes again before all of its rule have come, so a few hundred
    texts use everything that was written for them, and as evenly as can be.

    Args:
        rules: the alternatives of each rule, by its name.
        rng: the source of chance.
    """

    def __init__(self, rules: Mapping[str, Sequence[str]], rng: random.Random) -> None:
        self._rules = rules
        self._rng = rng
        self._decks: dict[str, list[str]] = {}
        self._told: list[str] = []

    def expand(self, rule: str, given: Mapping[str, str]) -> str:
        """Return a text after ``rule``; ``given`` holds symbols that have one fixed value this time."""
        return self.fill(self._deal(rule), given)

    def fresh(self, rule: str, given: Mapping[str, str]) -> str:
        """Like ``expand``, but never a text much like one that came before.

        Raises:
            RuntimeError: the rule has nothing new to say.
        """
        for _ in range(_TRIES):
            text = self.expand(rule, given)
            words = _ADDRESS.sub("", text)
            if not process.extractOne(words, self._told, scorer=fuzz.ratio, score_cutoff=_TOO_ALIKE):
                self._told.append(words)
                return text
        raise RuntimeError(f"the rule {rule!r} needs more alternatives: all of its texts have been told")

    def fill(self, template: str, given: Mapping[str, str]) -> str:
        """Return ``template`` with each of its symbols expanded."""

        def expansion(symbol: re.Match[str]) -> str:
            if symbol["low"]:
                return str(between(self._rng, int(symbol["low"]), int(symbol["high"])))
            name = symbol["rule"].lower()
            text = given[name] if name in given else self.expand(name, given)
            return text[0].upper() + text[1:] if symbol["rule"][0].isupper() else text

        return _SYMBOL.sub(expansion, template)

    def _deal(self, rule: str) -> str:
        deck = self._decks.get(rule)
        if not deck:
            deck = self._decks[rule] = shuffled(self._rng, self._rules[rule])
        return deck.pop()


# Of all its methods Python promises the same numbers in every version only of ``random()``.


def between(rng: random.Random, low: int, high: int) -> int:
    """Return a whole number from ``low`` to ``high``, both included."""
    return low + int(rng.random() * (high - low + 1))


def shuffled(rng: random.Random, items: Iterable[_T]) -> list[_T]:
    """Return ``items`` in random order."""
    return sorted(items, key=lambda _: rng.random())
