"""Reading the records of an archive's ``.js`` files, damaged ones too.

Each file is ``some.name = [ {…}, {…} ]``, or one ``{…}`` without the list. It is read a chunk at a
time: where a comma is sure to stand between two records, the text can be cut and its parts parsed by
themselves. In a file that is written in an unknown way, such a comma is found by counting brackets.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")

_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?(?:[^=\[{]*=)?\s*(?P<bracket>\[?)")

# The comma between two records: as archives are written since 2022, as they were before, and as
# other programs write them again on one line. What is around it cannot stand inside of a record: its
# lines are indented deeper, and in a string a newline and a quotation mark are escaped.
_COMMA_BETWEEN = re.compile(rb",(?:(?<=\n  \},)(?=\n  \{)|(?<=\n\},)(?= \{)|(?<=\},)(?= ?\{\"tweet\":))")
_AROUND_COMMA = 16  # more bytes than that looks at

# Bytes parsed at a time: so few that the records they become fit into the processor's cache.
_PIECE = 2**16

# Bytes without a comma that is sure to stand between two records, before brackets are counted. Parsed
# at once, the worst of so many become some hundred megabytes of records; no tweet takes more.
_LONGEST_PIECE = 2**22
_MARK = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[\]{},]', re.DOTALL)

_SMALL_FILE = 1  # chunk; an account's file has a kilobyte, a manifest some hundred

_NEXT_VALUE = re.compile(r"[\s,]*(?=[^\s,])")
_DECODER = json.JSONDecoder()
_SALVAGED_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Batch(Generic[T]):
    """Some records of a file.

    Attributes:
        records: in the order of the file's list.
        lost: records that are damaged beyond reading, or are no such records at all.
        size: bytes of the file that were read since the batch before.
    """

    records: list[T]
    lost: int = 0
    size: int = 0


def read_records(chunks: Iterable[bytes], kind: type[list[T]]) -> Iterator[Batch[T]]:
    """Read the records of a file in its order.

    Batches follow each other fast enough to cancel between two, so some of them are empty.

    From a damaged file the whole records are salvaged up to the damage, and after it again from the
    next place where a record is sure to begin. How many records a damaged stretch held is
    estimated by counting ``"created_at"``, of which a tweet has one; it was one record at the least.
    A file without its end has lost one record at the least.

    Args:
        chunks: the file.
        kind: what msgspec decodes a list of records into.
    """
    records = _Records(kind)
    pending = bytearray()
    is_list = False
    for number, chunk in enumerate(chunks):
        searched = len(pending) - _AROUND_COMMA
        pending += chunk
        if number == 0 and (header := _HEADER.match(pending)):
            is_list = bool(header["bracket"])
            del pending[: header.end()]
        start = 0
        while comma := _COMMA_BETWEEN.search(pending, max(searched, start + _PIECE)):
            yield from records.parse(pending[start : comma.start()])
            start = comma.end()
        del pending[:start]
        if len(pending) > _LONGEST_PIECE:
            yield from _take_whole_records(pending, records)
        yield Batch([], size=len(chunk))
    yield from _parse_end(pending.rstrip().removesuffix(b";").rstrip(), is_list, records)


def all_records(chunks: Iterable[bytes]) -> list[object]:
    """Read a small file whole; what is damaged in it is left out, and what lies beyond 1 MiB."""
    batches = read_records(islice(chunks, _SMALL_FILE), list[object])
    return [record for batch in batches for record in batch.records]


def _take_whole_records(pending: bytearray, records: "_Records[T]") -> Iterator[Batch[T]]:
    """Parse and remove the records that are whole by their brackets; where none is, all is removed."""
    end = _last_comma_outside(pending)
    if end is None:
        yield Batch([], max(1, pending.count(b'"created_at"')))
        pending.clear()
    else:
        yield from records.parse(pending[:end])
        del pending[: end + 1]


def _last_comma_outside(text: bytearray) -> int | None:
    """Find the last comma that stands in no string, list or object, by reading all of the text."""
    depth = 0
    last = None
    for mark in _MARK.finditer(text):
        match text[mark.start()]:
            case 0x5B | 0x7B:  # [ {
                depth += 1
            case 0x5D | 0x7D:  # ] }
                depth -= 1
            case 0x2C if depth == 0:  # ,
                last = mark.start()
    return last


def _parse_end(text: bytearray, is_list: bool, records: "_Records[T]") -> Iterator[Batch[T]]:
    """Parse what follows the last comma that is sure to stand between two records."""
    is_whole = text.endswith(b"]" if is_list else b"}")
    lost = 0
    for batch in records.parse(text[:-1] if is_list and is_whole else text):
        lost += batch.lost
        yield batch
    if not is_whole and not lost:
        yield Batch([], lost=1)


class _Records(Generic[T]):
    """Parses stretches of records with commas between them.

    Args:
        kind: what msgspec decodes a list of records into.
    """

    def __init__(self, kind: type[list[T]]) -> None:
        self._kind = kind
        self._decoder = msgspec.json.Decoder(kind)

    def parse(self, text: bytearray) -> Iterator[Batch[T]]:
        """Parse a stretch at once if all in it is well, else what can be salvaged."""
        try:
            yield Batch(self._decoder.decode(b"".join((b"[", text, b"]"))))
        except (ValueError, RecursionError):
            for stretch in _COMMA_BETWEEN.split(text):
                yield from self._salvage(stretch.decode("utf-8", "replace"))

    def _salvage(self, text: str) -> Iterator[Batch[T]]:
        """Parse records one by one until the first that is damaged."""
        records: list[T] = []
        lost = position = 0
        while start := _NEXT_VALUE.match(text, position):
            try:
                record, position = _DECODER.raw_decode(text, start.end())
                records += msgspec.convert([record], self._kind)
            except msgspec.ValidationError:
                lost += 1
            except (ValueError, RecursionError):
                lost += max(1, text.count('"created_at"', start.end()))
                break
            if len(records) + lost >= _SALVAGED_AT_ONCE:
                yield Batch(records, lost)
                records, lost = [], 0
        yield Batch(records, lost)
