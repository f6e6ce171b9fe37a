"""Writes repositories of Bluesky as CAR files, sound ones and hostile ones.

A CAR is a row of blocks of DAG-CBOR, each under the hash of its content. A commit leads to a search
tree of nodes, and their entries to the records.
"""

import hashlib
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to a block."""

    cid: bytes


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes that stand in the encoding as they are, whatever they mean there."""

    content: bytes


def cid_of(content: bytes) -> bytes:
    """Return the identifier of a block of DAG-CBOR: version 1, with its SHA-256."""
    return b"\x01\x71\x12\x20" + hashlib.sha256(content).digest()


def varint(number: int) -> bytes:
    """Return a number in groups of seven bits, the lowest first."""
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(encoded) + bytes([number])


def cbor(value: object) -> bytes:
    """Encode a value as CBOR, with the shortest keys first as DAG-CBOR has them."""
    match value:
        case Raw():
            return value.content
        case None:
            return b"\xf6"
        case bool():
            return b"\xf5" if value else b"\xf4"
        case int():
            return _head(1, -1 - value) if value < 0 else _head(0, value)
        case float():
            return b"\xfb" + struct.pack(">d", value)
        case str():
            text = value.encode("utf-8", "surrogatepass")
            return _head(3, len(text)) + text
        case bytes():
            return _head(2, len(value)) + value
        case Link():
            return b"\xd8\x2a" + cbor(b"\0" + value.cid)
        case Mapping():
            inner = sorted((cbor(key), cbor(one)) for key, one in value.items())
            return _head(5, len(value)) + b"".join(key + one for key, one in inner)
        case Sequence():
            return _head(4, len(value)) + b"".join(map(cbor, value))
    raise TypeError(type(value))


def car(header: object, blocks: Sequence[tuple[bytes, bytes]]) -> bytes:
    """Write a file of blocks, each with its identifier before it."""
    sections = [cbor(header), *(cid + content for cid, content in blocks)]
    return b"".join(varint(len(section)) + section for section in sections)


def repository(records: Mapping[str, object], did: object = "did:plc:ewvi7nxzyoun6zhxrhs64oiz") -> bytes:
    """Write a repository whose tree is a single node.

    Args:
        records: by their paths, such as ``app.bsky.feed.post/3jui7kd54zh2y``.
        did: whose it is.
    """
    blocks: list[tuple[bytes, bytes]] = []

    def add(value: object) -> Link:
        content = cbor(value)
        blocks.append((cid_of(content), content))
        return Link(cid_of(content))

    entries = [{"k": path.encode(), "p": 0, "t": None, "v": add(record)} for path, record in records.items()]
    tree = add({"e": entries, "l": None})
    commit = add(
        {"did": did, "rev": "3jui7kd54zh2z", "sig": bytes(64), "data": tree, "prev": None, "version": 3}
    )
    return car({"roots": [commit], "version": 1}, blocks)


def _head(major: int, number: int) -> bytes:
    for size, (code, layout) in enumerate(((24, ">B"), (25, ">H"), (26, ">L"), (27, ">Q"))):
        if number < 24:
            return bytes([major << 5 | number])
        if number < 2 ** (8 << size):
            return bytes([major << 5 | code]) + struct.pack(layout, number)
    raise OverflowError(number)
