"""Makes zips whose headers lie: about sizes, places, names, and what the members are."""

import io
import stat
import struct
import warnings
import zipfile

from hypothesis import strategies as st

from tests.fuzzing.harness import Hostile
from tests.fuzzing.seeds import ARCHIVE_SEEDS, official_members
from tests.fuzzing.strategies import STRINGS, damaged, json_files

_NAMES = [
    "../tweets.js",
    "/etc/tweets.js",
    "C:/tweets.js",
    "data\\tweets.js",
    "data/../../tweets.js",
    "data/./tweets.js",
    "data//tweets.js",
    "__MACOSX/data/tweets.js",
    "a/" * 300 + "tweets.js",
    "data/tweets.js/",
    "data/tweets-part²9.js",
    "other/data/tweets.js",
    "data/tweets.js",
    "data/profile_media/4242-kGulls_1.png",
    "",
]
# Where a field stands in an entry of the directory, and in the header before a member, and how wide it is.
_DIRECTORY = {
    "version": (6, "<H"),
    "flags": (8, "<H"),
    "method": (10, "<H"),
    "time": (12, "<L"),
    "crc": (16, "<L"),
    "compressed": (20, "<L"),
    "size": (24, "<L"),
    "name length": (28, "<H"),
    "extra length": (30, "<H"),
    "comment length": (32, "<H"),
    "disk": (34, "<H"),
    "attributes": (38, "<L"),
    "offset": (42, "<L"),
}
_LOCAL = {"flags": (6, "<H"), "method": (8, "<H"), "name length": (26, "<H"), "extra length": (28, "<H")}
_END = {"entries": (10, "<H"), "length": (12, "<L"), "start": (16, "<L"), "comment": (20, "<H")}
_PARTS = {b"PK\x01\x02": _DIRECTORY, b"PK\x03\x04": _LOCAL, b"PK\x05\x06": _END}
_NUMBERS = [
    0,
    1,
    8,
    9,
    12,
    14,
    93,
    99,
    0x800,
    0x801,
    0xFFFF,
    2**31,
    2**32 - 1,
    10**6,
    (stat.S_IFLNK | 0o777) << 16,
]
_METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


@st.composite
def zips(draw: st.DrawFn) -> Hostile:
    """Draw a zip with hostile members, names and headers, damaged besides."""
    members = list(official_members().items())
    for name in draw(st.lists(st.sampled_from(sorted(ARCHIVE_SEEDS)), max_size=2)):
        members.append((name, draw(json_files(ARCHIVE_SEEDS[name]))))
    for name in draw(st.lists(st.sampled_from(_NAMES) | st.sampled_from(STRINGS), max_size=2)):
        members.append((name, draw(json_files(ARCHIVE_SEEDS["data/tweets.js"]))))
    content = bytearray(_zip(members, draw(st.sampled_from(_METHODS))))
    for _ in range(draw(st.integers(0, 3))):
        _lie(draw, content)
    name = draw(st.sampled_from(["archive.zip", "archive.ZIP", "archive", "tweets.js"]))
    return Hostile("zip", name, draw(damaged(bytes(content))))


def _lie(draw: st.DrawFn, content: bytearray) -> None:
    mark = draw(st.sampled_from(sorted(_PARTS)))
    headers = [at for at in range(len(content) - 46) if content.startswith(mark, at)]
    if not headers:
        return
    offset, layout = draw(st.sampled_from(sorted(_PARTS[mark].values())))
    number = draw(st.sampled_from(_NUMBERS) | st.integers(0, 2**32 - 1))
    at = draw(st.sampled_from(headers)) + offset
    struct.pack_into(layout, content, at, number & (2 ** (8 * struct.calcsize(layout)) - 1))


def _zip(members: list[tuple[str, bytes]], method: int) -> bytes:
    written = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(written, "w", method) as archive:
        warnings.simplefilter("ignore")  # Names come twice.
        for name, content in members:
            info = zipfile.ZipInfo("placeholder")
            info.compress_type = method
            info.filename = name.encode(
                "utf-8", "replace"
            ).decode()  # zipfile would tidy a name given at once.
            archive.writestr(info, content)
    return written.getvalue()
