"""A repository of the AT Protocol in a CAR file, as one's data on Bluesky are exported.

The file is a heap of blocks, each under the hash (CID) that others name it by. From the commit, which
the head of the file names, a tree leads to all records that there are now: what was deleted is not in
the tree, though its block may still be in the heap.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import libipld

from huggingtweets_gui.tweets.values import dict_of

# A block holds a text behind a byte of its length. Records have a type; commit and tree have none.
_TYPE = b"\x65$type"
# Version 1, DAG-CBOR, SHA-256 of 32 bytes: the only ids that a repository has.
_ID_BEGINNING = b"\x01\x71\x12\x20"
_ID_LENGTH = 36
_LARGEST_BLOCK = 2 * 2**20
# A post has 3,000 bytes of text. Of larger ones a small tree could name one a million times over.
_LARGEST_RECORD = 2**16
_LONGEST_PATH = 1024


@dataclass
class Heap:
    """The blocks of a file that lead to records, and the records of one type.

    Attributes:
        record_type: of the records that are kept, such as ``app.bsky.feed.post``.
        root: the id of the commit.
        lost: 1 where the file ends within a block or is damaged, so that blocks are missing.
    """

    record_type: str
    root: bytes = b""
    lost: int = 0
    _blocks: dict[bytes, bytes] = field(default_factory=dict)
    _pending: bytearray = field(default_factory=bytearray)
    _is_broken: bool = False

    def add(self, chunk: bytes) -> None:
        """Take in the next chunk of the file."""
        if self._is_broken:
            return
        self._pending += chunk
        position = 0
        while (section := _section(self._pending, position)) is not None:
            start, end = section
            if end - start > _LARGEST_BLOCK:
                self._is_broken = True
                break
            if end > len(self._pending):
                break
            self._sort_in(bytes(self._pending[start:end]))
            position = end
        del self._pending[:position]
        self.lost = int(bool(self._pending))

    def block(self, link: object) -> dict[str, object]:
        """Return what the block with this id holds; nothing where it is missing or damaged."""
        return _decoded(self._blocks.get(link, b"")) if isinstance(link, bytes) else {}

    def entries(self) -> Iterator[tuple[str, object]]:
        """Go through the tree: yield the path and the id of each record."""
        waiting: list[object] = [self.block(self.root).get("data")]
        seen: set[object] = set()
        while waiting:
            link = waiting.pop()
            if not isinstance(link, bytes) or link in seen:
                continue
            seen.add(link)
            node = self.block(link)
            if not node:
                self.lost = 1
            waiting.append(node.get("l"))
            path = b""
            entries = node.get("e")
            for entry in map(dict_of, entries if isinstance(entries, list) else ()):
                path = path[: min(count_of(entry.get("p")), _LONGEST_PATH)] + _bytes(entry.get("k"))
                yield path.decode("utf-8", "replace"), entry.get("v")
                waiting.append(entry.get("t"))

    def _sort_in(self, section: bytes) -> None:
        if not self.root:
            self.root = _root(section)
        elif section.startswith(_ID_BEGINNING):
            link, block = section[:_ID_LENGTH], section[_ID_LENGTH:]
            if _TYPE not in block or (len(block) <= _LARGEST_RECORD and self._is_wanted(block)):
                self._blocks[link] = block

    def _is_wanted(self, block: bytes) -> bool:
        wanted = self.record_type.encode()
        return _TYPE + bytes([0x60 + len(wanted)]) + wanted in block


def is_repository(beginning: bytes) -> bool:
    """Return whether a file begins with the head of a CAR file that names a commit."""
    section = _section(beginning, 0)
    return section is not None and section[1] <= len(beginning) and bool(_root(beginning[slice(*section)]))


def _root(head: bytes) -> bytes:
    fields = _decoded(head)
    roots = fields.get("roots")
    first = roots[0] if fields.get("version") == 1 and isinstance(roots, list) and roots else None
    return _bytes(first)


def _section(data: bytes | bytearray, position: int) -> tuple[int, int] | None:
    """Return where the section at ``position`` begins and ends, or None where its length is not whole."""
    length = shift = 0
    for place in range(position, min(position + 9, len(data))):
        length |= (data[place] & 0x7F) << shift
        shift += 7
        if data[place] < 0x80:
            return place + 1, place + 1 + length
    return None


def _decoded(block: bytes) -> dict[str, object]:
    try:
        value: Any = libipld.decode_dag_cbor(block)
    except (ValueError, RecursionError):
        return {}
    return dict_of(value)


def count_of(value: object) -> int:
    """Return a number from 0 on, and 0 for anything else."""
    return value if isinstance(value, int) and value >= 0 else 0


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""
