"""Makes repositories of Bluesky with records, trees and blocks that no server sends."""

from hypothesis import strategies as st

from tests.fuzzing.bluesky_car import Link, Raw, car, cbor, repository
from tests.fuzzing.harness import Hostile
from tests.fuzzing.seeds import POST, RECORDS
from tests.fuzzing.strategies import STRINGS, damaged, places, with_value

_VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**64), 2**64 - 1)
    | st.floats()
    | st.binary(max_size=40)
    | st.text(max_size=40)
    | st.sampled_from(STRINGS)
    | st.sampled_from(
        [
            Link(b""),
            Link(bytes(36)),
            Raw(b"\xff"),
            Raw(b"\x9f\x01\xff"),  # a list without a length
            Raw(b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff"),
            Raw(b"\x7b\x00\x00\x00\xff\xff\xff\xff\xff"),
            Raw(b"\x62\xff\xff"),  # text, but no UTF-8
            Raw(b"\x81" * 100_000),
            Raw(b"\xa1\x01\x01"),
            Raw(b"\xa2\x61a\x01\x61a\x02"),
            Raw(b"\xd8\x2a\x40"),
            Raw(b"\xc1\x1a\x00\x00\x00\x00"),
        ]
    )
)
_PATHS = st.sampled_from(
    [
        "app.bsky.feed.post/3jui7kd54zh2y",
        "app.bsky.feed.post/",
        "app.bsky.feed.post/!",
        "app.bsky.feed.post",
        "//",
        "",
    ]
) | st.text(max_size=20)
_DIDS = st.just("did:plc:ewvi7nxzyoun6zhxrhs64oiz") | _VALUES


@st.composite
def repositories(draw: st.DrawFn) -> Hostile:
    """Draw a repository with hostile records, damaged besides."""
    records = dict(RECORDS)
    for _ in range(draw(st.integers(0, 3))):
        path = draw(st.sampled_from(sorted(records)) | _PATHS)
        record = records.get(path, POST)
        records[path] = with_value(record, draw(st.sampled_from(list(places(record)))), draw(_VALUES))
    return Hostile("Bluesky", "repo.car", draw(damaged(repository(_encodable(records), draw(_DIDS)))))


@st.composite
def tangles(draw: st.DrawFn) -> Hostile:
    """Draw a tree whose nodes lead anywhere: to themselves, to records, to what is not there."""
    ids = [b"\x01\x71\x12\x20" + bytes([number]) * 32 for number in range(6)]
    links = st.sampled_from([Link(one) for one in ids]) | st.none() | _VALUES
    keys = _PATHS.map(lambda path: path.encode("utf-8", "replace")) | _VALUES
    entries = st.fixed_dictionaries({"k": keys, "p": st.integers(-2, 40) | _VALUES, "t": links, "v": links})
    nodes = st.fixed_dictionaries({"e": st.lists(entries, max_size=3) | _VALUES, "l": links})
    commits = st.fixed_dictionaries({"did": _DIDS, "data": links, "version": st.sampled_from([3, 2, 9])})
    contents = nodes | st.just(POST) | commits | _VALUES
    blocks = [(ids[0], cbor(draw(commits)))]
    blocks += [(draw(st.sampled_from(ids)), cbor(draw(contents))) for _ in range(draw(st.integers(0, 6)))]
    header = {
        "version": draw(st.just(1) | _VALUES),
        "roots": draw(st.just([Link(ids[0])]) | st.lists(links) | _VALUES),
    }
    return Hostile("Bluesky, tangled", "repo.car", draw(damaged(car(header, blocks))))


def _encodable(records: dict[str, object]) -> dict[str, object]:
    return {path.encode("utf-8", "replace").decode(): record for path, record in records.items()}
