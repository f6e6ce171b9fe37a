"""Reading the records of JSON files a piece at a time, damaged and hostile ones too.

No more than one record is held in memory, and one beyond all reason is passed over.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, islice

import msgspec

from huggingtweets_gui.tweets.scripts import Batch
from huggingtweets_gui.tweets.values import dict_of

_LARGEST_RECORD = 16 * 2**20
_CHUNKS_TO_FIRST = 16
_MARK = re.compile(rb'["{}\[\]]')
_REST_OF_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+(?P<end>"|\\)?', re.DOTALL)
_QUOTE, _LIST, _OBJECT = b'"[{'
WHOLE_FILE = ""
"""Stands for the key of a list that is the whole file."""


def parse_record(text: bytes) -> dict[str, object] | None:
    """Return an object of JSON, or None for what is none or is damaged."""
    try:
        try:
            record = msgspec.json.decode(text)
        except ValueError:  # It refuses lone surrogates, which other programs write.
            record = json.loads(text.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def first_record(chunks: Iterable[bytes]) -> dict[str, object] | None:
    """Return the first whole object of what ``read_records`` reads; None where there is none early on."""
    for batch in read_records(islice(chunks, _CHUNKS_TO_FIRST)):
        for record in batch.records:
            return dict_of(record)
    return None


def read_records(chunks: Iterable[bytes]) -> Iterator[Batch[object]]:
    """Read JSON lines, or one list of objects, whichever the file is. A batch comes for each chunk."""
    chunks = iter(chunks)
    first = next(chunks, b"").removeprefix(b"\xef\xbb\xbf")
    whole = chain([first], chunks)
    return read_list(whole, {WHOLE_FILE}) if first.lstrip()[:1] == b"[" else _read_lines(whole)


def read_list(chunks: Iterable[bytes], keys: Collection[str]) -> Iterator[Batch[object]]:
    """Read the objects in the lists ``{"key": [{…}, …], …}`` of a file, or those that stand for a list.

    Args:
        chunks: the file.
        keys: which lists; the others are passed over.
    """
    splitter = _Splitter(keys)
    for chunk in chunks:
        texts = splitter.split(chunk)
        yield _parsed(texts, splitter.take_lost())
    yield Batch([], splitter.is_cut_off())


def _read_lines(chunks: Iterable[bytes]) -> Iterator[Batch[object]]:
    pending = bytearray()
    passing = False  # a line that is too long
    for chunk in chunks:
        *ends, rest = chunk.split(b"\n")
        lines, lost = [], 0
        for end in ends:
            pending += end
            if not passing and pending.strip():
                lines.append(bytes(pending))
            pending.clear()
            passing = False
        if not passing:
            pending += rest
        if len(pending) > _LARGEST_RECORD:
            pending.clear()
            passing, lost = True, 1
        yield _parsed(lines, lost)
    if pending.strip():
        yield _parsed([bytes(pending)], 0)


def _parsed(texts: list[bytes], lost: int) -> Batch[object]:
    records: list[object] = [record for text in texts if (record := parse_record(text)) is not None]
    return Batch(records, lost + len(texts) - len(records))


class _Splitter:
    """Cuts the objects out of lists, by counting brackets outside of strings.

    Args:
        keys: of the lists.
    """

    def __init__(self, keys: Collection[str]) -> None:
        self._keys = {key.encode() for key in keys}
        self._depth = 0
        self._kinds = [0, 0]  # the brackets that opened the first two levels
        self._key = b""  # the last string on the first level: before a bracket it is the key
        self._in_string = False
        self._escaped = False  # the chunk before ended with a backslash in a string
        self._record_depth: int | None = None
        self._collected: bytearray | None = None  # of a record or a string that began in a former chunk
        self._lost = 0

    def take_lost(self) -> int:
        """Return how many records were too large since it was asked last."""
        lost, self._lost = self._lost, 0
        return lost

    def is_cut_off(self) -> bool:
        """Return whether the file ended before its last bracket."""
        return self._depth > 0

    def split(self, chunk: bytes) -> list[bytes]:
        """Return the texts of the objects that end in the next chunk."""
        records = []
        start = 0 if self._collected is not None else None
        at = 1 if self._escaped else 0
        self._escaped = False
        while True:
            if self._in_string:
                found = _REST_OF_STRING.match(chunk, at)
                if found is None or found["end"] != b'"':
                    self._escaped = found is not None and found["end"] is not None
                    break
                self._in_string = False
                if self._depth == 1 and start is not None:
                    self._key = self._take(chunk[start : found.end() - 1])
                    start = None
            else:
                found = _MARK.search(chunk, at)
                if found is None:
                    break
                mark = chunk[found.start()]
                if mark == _QUOTE:
                    self._in_string = True
                    if self._depth == 1:
                        start = found.end()
                elif mark in (_LIST, _OBJECT):
                    self._open(mark)
                    if mark == _OBJECT and self._record_depth is None and self._is_wanted():
                        self._record_depth = self._depth
                        start = found.start()
                else:
                    if self._depth == self._record_depth:
                        if start is not None:
                            records.append(self._take(chunk[start : found.end()]))
                        start = self._record_depth = None
                    self._depth = max(0, self._depth - 1)
            at = found.end()
        if start is not None:
            self._keep(chunk[start:])
        return records

    def _open(self, mark: int) -> None:
        self._depth += 1
        if self._depth <= len(self._kinds):
            self._kinds[self._depth - 1] = mark
        if self._depth == 1:
            self._key = b""

    def _is_wanted(self) -> bool:
        """Tell whether the object that was just opened is a record."""
        return self._key in self._keys and (
            self._depth == 2 or (self._depth == 3 and self._kinds == [_OBJECT, _LIST])
        )

    def _take(self, end: bytes) -> bytes:
        whole = bytes(self._collected or b"") + end
        self._collected = None
        return whole

    def _keep(self, beginning: bytes) -> None:
        collected = self._collected if self._collected is not None else bytearray()
        collected += beginning
        self._collected = collected
        if len(collected) > _LARGEST_RECORD:
            self._collected = None
            self._lost += self._record_depth is not None
