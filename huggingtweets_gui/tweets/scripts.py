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

import orjson

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
class Batch:
    """Some records of a file.

    Attributes:
        records: values as they stand in the file's list, dicts if all is well.
        lost: records that are damaged beyond reading.
        size: bytes of the file that were read since the batch before.
    """

    records: list[object]
    lost: int = 0
    size: int = 0


def read_records(chunks: Iterable[bytes]) -> Iterator[Batch]:
    """Read the records of a file in its order.

    Batches follow each other fast enough to cancel between two, so some of them are empty.

    From a damaged file the whole records are salvaged up to the damage, and after it again from the
    next place where a record is sure to begin. How many records a damaged stretch held is
    estimated by counting ``"created_at"``, of which a tweet has one; it was one record at the least.
    A file without its end has lost one record at the least.
    """
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
            yield from _parse(pending[start : comma.start()])
            start = comma.end()
        del pending[:start]
        if len(pending) > _LONGEST_PIECE:
            yield from _take_whole_records(pending)
        yield Batch([], size=len(chunk))
    yield from _parse_end(pending.rstrip().removesuffix(b";").rstrip(), is_list)


def all_records(chunks: Iterable[bytes]) -> list[object]:
    """Read a small file whole; what is damaged in it is left out, and what lies beyond 1 MiB."""
    return [record for batch in read_records(islice(chunks, _SMALL_FILE)) for record in batch.records]


def _take_whole_records(pending: bytearray) -> Iterator[Batch]:
    """Parse and remove the records that are whole by their brackets; where none is, all is removed."""
    end = _last_comma_outside(pending)
    if end is None:
        yield Batch([], max(1, pending.count(b'"created_at"')))
        pending.clear()
    else:
        yield from _parse(pending[:end])
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


def _parse_end(text: bytearray, is_list: bool) -> Iterator[Batch]:
    """Parse what follows the last comma that is sure to stand between two records."""
    is_whole = text.endswith(b"]" if is_list else b"}")
    lost = 0
    for batch in _parse(text[:-1] if is_list and is_whole else text):
        lost += batch.lost
        yield batch
    if not is_whole and not lost:
        yield Batch([], lost=1)


def _parse(text: bytearray) -> Iterator[Batch]:
    """Parse records with commas between them."""
    try:
        yield Batch(orjson.loads(b"[" + text + b"]"))
    except orjson.JSONDecodeError:
        for stretch in _COMMA_BETWEEN.split(text):
            yield from _salvage(stretch.decode("utf-8", "replace"))


def _salvage(text: str) -> Iterator[Batch]:
    """Parse records one by one until the first that is damaged."""
    records: list[object] = []
    lost = 0
    position = 0
    while start := _NEXT_VALUE.match(text, position):
        try:
            record, position = _DECODER.raw_decode(text, start.end())
        except (ValueError, RecursionError):
            lost = max(1, text.count('"created_at"', start.end()))
            break
        records.append(record)
        if len(records) == _SALVAGED_AT_ONCE:
            yield Batch(records)
            records = []
    yield Batch(records, lost)
