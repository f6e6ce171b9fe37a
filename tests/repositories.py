"""Makes repositories of Bluesky as CAR files."""

from hashlib import sha256

import libipld

_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
OWNER = "did:plc:gullkeeper"


def tid(microseconds, clock=0):
    """Return the name of a record of that time."""
    number = microseconds << 10 | clock
    return "".join(_LETTERS[number >> 5 * place & 31] for place in reversed(range(13)))


def post(text, **fields):
    return {
        "$type": "app.bsky.feed.post",
        "text": text,
        "createdAt": "2023-02-18T12:33:11.123456789Z",
    } | fields


def repository(records, *, width=3, stray=()):
    """Return a CAR file.

    Args:
        records: the records by their paths.
        width: how many entries a node of the tree has.
        stray: records whose blocks are in the file, but that the tree does not name any more.
    """
    blocks = {}

    def put(value):
        block = libipld.encode_dag_cbor(value)
        link = b"\x01\x71\x12\x20" + sha256(block).digest()
        blocks[link] = block
        return link

    for record in stray:
        put(record)
    leaves = sorted((path.encode(), put(record)) for path, record in records.items())
    tree = _tree(leaves, width, put)
    commit = {"did": OWNER, "version": 3, "data": tree, "rev": tid(1), "prev": None, "sig": b"s"}
    root = put(commit)
    head = libipld.encode_dag_cbor({"roots": [root], "version": 1})
    # The commit last: the order of the blocks says nothing.
    return b"".join(_section(part) for part in [head, *(link + block for link, block in blocks.items())])


def _tree(leaves, width, put):
    if not leaves:
        return put({"l": None, "e": []})
    here, entries, before = leaves[::width], [], b""
    for number, (path, link) in enumerate(here):
        below = leaves[number * width + 1 : (number + 1) * width]
        common = next((n for n, (a, b) in enumerate(zip(before, path, strict=False)) if a != b), len(before))
        subtree = _tree(below, width, put) if below else None
        entries.append({"p": common, "k": path[common:], "v": link, "t": subtree})
        before = path
    return put({"l": None, "e": entries})


def _section(data):
    length, out = len(data), bytearray()
    while length >= 0x80:
        out.append(length & 0x7F | 0x80)
        length >>= 7
    return bytes([*out, length]) + data
