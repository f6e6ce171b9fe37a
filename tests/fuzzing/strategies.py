"""Makes hostile files out of sound ones: values that no program writes, in encodings that none means."""

import gzip
import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from tests.fuzzing.harness import Hostile
from tests.fuzzing.seeds import ARCHIVE_SEEDS, JSON_SEEDS, MASTODON_SEEDS, TEXT, JsonSeed, official_members

# Strings that stand where another was meant: times, ids, names, languages, HTML.
STRINGS = [
    "",
    " ",
    "\0",
    "\ud800",
    "\udfff\ud800 gulls",
    "\ufeff\u200b\u2066",
    "\u202etfeL ot thgiR\u202c",
    "\x1b]0;title\x07\x1b[31m\r\n\t\x85\u2028\u2029",
    "e" + "\u0301" * 500,
    "RT @gull_keeper: ",
    "@" * 300 + "gull_keeper",
    "https://" * 200,
    "&amp;" * 200 + "amp;lt;",
    "٣" * 19,  # digits, but not ours
    "²",
    "0",
    "-1",
    "1.014E18",
    "9" * 19,
    str(2**63),
    "1" * 5000,
    "Sat Feb 31 12:33:11 +0000 2023",
    "Sat Feb 18 12:33:11 +0000 0001",
    "Sat Feb 18 12:33:11 -2359 9999",
    "Sat Feb 18 25:61:61 +9999 2023",
    "Sat  Feb 18 12:33:11 +0000 2023",
    "0001-01-01 00:00:00 +2359",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59.999999-23:59",
    "2023-02-30T00:00:00Z",
    "2023-W05-1",
    "1900-01-01T00:00:00Z",
    "nan",
    "../../../../etc/passwd",
    "https://pbs.example.com/../../x/..",
    "gull_keeper\n",
    "<p>" * 300,
    "<p>Soup</p" + "<" * 300,
    "<!--" * 100 + "<![CDATA[<?xml <!DOCTYPE [",
    "<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>",
    "&#x110000; &#xd800; &#0; &#99999999999999999999; &" + "a" * 300 + ";",
    "<span class='invisible'" * 50 + "\"'>",
    '=HYPERLINK("https://example.com")',
    "://[::1",
    "https://[",
    "did:" * 50,
    "at://" + "/" * 300,
]

# Texts that stand where a value of JSON was: such that are none, too.
RAW_VALUES = [
    *map(json.dumps, STRINGS),
    "null",
    "true",
    "0",
    "-1",
    "1e400",
    "-1e-400",
    "1.5",
    "NaN",
    "-Infinity",
    str(2**63 - 1),
    str(2**63),
    str(2**64),
    "1" * 400,
    "1" * 5000,
    "-62135596801",
    "253402300800",
    "1e18",
    "[]",
    "{}",
    "[[]]",
    "[null, 1, {}]",
    '{"": ""}',
    '{"en": 1}',
    "[" * 1000 + "]" * 1000,
    "[" * 100_000,
    '{"a":' * 1000 + "1" + "}" * 1000,
    '{"a":' * 20_000,
    '"\\ud800"',
    '"\\ud83d\\ude00\\udc00"',
    '"\\u0000"',
    '"\\x"',
    '"unfinished',
    '"a", "id_str": "7", "full_text": 8, "id": null',  # after which keys come twice
    '"a"}, {"b": "c"',
    "] = [",
    "",
    ",",
    "/* a comment */",
]

_ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(STRINGS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
).map(json.dumps)
_VALUES = st.sampled_from(RAW_VALUES) | st.text(max_size=60).map(json.dumps) | _ANY_JSON

Path = tuple[Any, ...]


def places(value: object, path: Path = ()) -> Iterator[Path]:
    """Yield the ways to all values in nested dicts and lists."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*path, key))


def with_value(value: Any, path: Path, new: object) -> Any:
    """Return the value with another one at a place in it."""
    if not path:
        return new
    changed = deepcopy(value)
    *way, last = path
    inner = changed
    for key in way:
        inner = inner[key]
    inner[last] = new
    return changed


@st.composite
def json_files(draw: st.DrawFn, seed: JsonSeed) -> bytes:
    """Draw a file of JSON in which some values were replaced, and which may be damaged besides."""
    value, raws = seed.value, []
    for number in range(draw(st.integers(0, 3))):
        path = draw(st.sampled_from(list(places(value))))
        value = with_value(value, path, f"@hostile {number}@")
        raws.append(draw(_VALUES))
    text = seed.write(value)
    for number, raw in enumerate(raws):
        text = text.replace(f'"@hostile {number}@"', raw)
    return draw(encoded(text))


@st.composite
def encoded(draw: st.DrawFn, text: str) -> bytes:
    """Draw the bytes of a text in some encoding, mostly the right one, and mostly whole."""
    encoding = draw(st.sampled_from(["utf-8"] * 6 + ["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252"]))
    if encoding == "cp1252":
        content = text.encode(encoding, "replace")
    else:
        content = text.encode(encoding, "surrogatepass")
    return draw(damaged(content))


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """Draw what a broken disk, download or editor makes of a file; often it stays whole."""
    at = draw(st.integers(0, len(content)))
    length = draw(st.integers(0, 64))
    match draw(
        st.sampled_from(["whole"] * 5 + ["cut", "begun later", "hole", "again", "changed", "with more"])
    ):
        case "cut":
            return content[:at]
        case "begun later":
            return content[at:]
        case "hole":
            return content[:at] + bytes(length) + content[at + length :]
        case "again":
            return content[: at + length] + content[at:]
        case "changed":
            return content[:at] + draw(st.binary(max_size=8)) + content[at + length % 8 :]
        case "with more":
            return content[:at] + draw(st.binary(max_size=64)) + content[at:]
    return content


def json_sources(kind: str) -> st.SearchStrategy[Hostile]:
    """Draw files of one of the forms in ``JSON_SEEDS``."""
    seed = JSON_SEEDS[kind]
    return json_files(seed).map(lambda content: Hostile(kind, seed.name, content))


@st.composite
def _folder(draw: st.DrawFn, seeds: Mapping[str, JsonSeed]) -> dict[str, bytes]:
    members = {name: seed.write(seed.value).encode() for name, seed in seeds.items()}
    for name in draw(st.lists(st.sampled_from(sorted(seeds)), min_size=1, max_size=3)):
        members[name] = draw(json_files(seeds[name]))
    return members


ARCHIVE_FOLDERS = _folder(ARCHIVE_SEEDS).map(
    lambda members: Hostile("archive, folder", "twitter-2023", official_members() | members)
)
MASTODON_FOLDERS = _folder(MASTODON_SEEDS).map(
    lambda members: Hostile("Mastodon, folder", "archive-2023", members)
)


def gzips() -> st.SearchStrategy[Hostile]:
    """Draw files packed with gzip, some of them damaged once they were packed, too."""
    contents = json_files(JSON_SEEDS["API 1.1 lines"]).map(gzip.compress).flatmap(damaged)
    return contents.map(lambda content: Hostile("gzip", "tweets.jsonl.gz", content))


_CELLS = (
    st.sampled_from(STRINGS)
    | st.text(max_size=40)
    | st.sampled_from(
        ["1613000000000000001", "2023-01-11 03:00:00", "The tide is early", '"', '""', "'", "\r"]
    )
)
_HEADS = [
    "id",
    "tweet_id",
    "created_at",
    "date",
    "text",
    "full_text",
    "content",
    "lang",
    "author",
    "username",
    "",
]


@st.composite
def tables(draw: st.DrawFn) -> Hostile:
    """Draw a file of columns, whose separators and quotation marks follow no rule for long."""
    delimiter = draw(st.sampled_from([",", "\t", ";", "|"]))
    head = draw(st.lists(st.sampled_from(_HEADS), max_size=6))
    rows = [head, *draw(st.lists(st.lists(_CELLS, max_size=6), max_size=8))]
    quote = draw(st.sampled_from(["always", "never", "some"]))
    lines = [
        delimiter.join(
            f'"{cell.replace(chr(34), chr(34) * 2)}"'
            if quote == "always" or (quote == "some" and at % 2)
            else cell
            for at, cell in enumerate(row)
        )
        for row in rows
    ]
    end = draw(st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
    name = draw(st.sampled_from(["tweets.csv", "tweets.tsv", "tweets"]))
    return Hostile("table", name, draw(encoded(end.join(lines))))


@st.composite
def texts(draw: st.DrawFn) -> Hostile:
    """Draw a file of text, or of what is none."""
    blocks = draw(st.lists(st.sampled_from([TEXT, "\n", *STRINGS]) | st.text(max_size=60), max_size=8))
    content = draw(encoded("\n".join(blocks)) | st.binary(max_size=300))
    return Hostile("text", draw(st.sampled_from(["tweets.txt", "tweets", "a.md"])), content)
