"""Our import of a large archive beside inflating it and parsing its JSON with orjson alone.

The archive is invented, with about 2.4 kB a tweet in parts of some 100 MB, and kept in --folder. In
each round, in a process each: "whole" inflates each file of tweets and parses it whole; "pieces" reads
the same bytes a little at a time, and does nothing with the records; "import" reads them into a new
library with its index of words; "again" imports the same archive a second time; "newer" one that has
some more tweets. Prints one table of medians, with the seconds of all threads on the processor, which
other programs disturb less. A cancel is heeded as late as two reports of progress lie apart, which is
the last column.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import orjson
import psutil

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.tweets.layout import find_layout
from huggingtweets_gui.tweets.zips import open_zip
from huggingtweets_gui.workflow.importing import import_sources
from tests.archives import add_part, large_zip

WHOLE, PIECES, IMPORT, AGAIN, NEWER = "whole", "pieces", "import", "again", "newer"
PART_TWEETS = 42_000
BETWEEN = b"\n  },\n  {"  # two records
PIECE = 2**16  # bytes parsed at a time: orjson takes twice as long for 100 MB at once
BUDGET_RATIO, BUDGET_MEMORY = 0.6, 400


def make_archives(folder: Path, tweets: int) -> None:
    """Write the archive and the newer one, unless they are there from before."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = -(-tweets // PART_TWEETS)
    old, new = folder / f"{tweets}.zip", folder / f"{tweets}-newer.zip"
    if not old.exists():
        large_zip(folder / "unfinished.zip", tweets, parts).rename(old)
    if not new.exists():
        unfinished = Path(shutil.copy(old, folder / "unfinished.zip"))
        with zipfile.ZipFile(unfinished, "a", zipfile.ZIP_DEFLATED) as archive:
            add_part(archive, parts, tweets // 100)
        unfinished.rename(new)


def parse_whole(path: Path) -> int:
    """Inflate and parse each file of tweets whole; return how many there were."""
    count = 0
    with zipfile.ZipFile(path) as archive:
        for name in find_layout(archive.namelist()).tweets:
            content = archive.read(name)
            count += len(orjson.loads(content[content.index(b"=") + 1 :]))
    return count


def parse_pieces(path: Path) -> int:
    """Inflate and parse without ever holding more than a chunk; return how many tweets there were."""
    count = 0
    with open_zip(path) as container:
        for name in find_layout(container.names).tweets:
            text = b""
            for chunk in container.chunks(name):
                text += chunk
                start = text.find(b"[") + 1 if text.startswith(b"window.") else 0
                while (end := text.find(BETWEEN, start + PIECE)) >= 0:
                    count += len(orjson.loads(b"[" + text[start : end + BETWEEN.index(b",")] + b"]"))
                    start = end + BETWEEN.index(b",") + 1
                text = text[start:]
            count += len(orjson.loads(b"[" + text))
    return count


def run_import(path: Path, folder: Path) -> tuple[int, int, float]:
    """Import into the library in ``folder``: tweets read, new ones, and the longest silence in seconds."""
    silence, last = 0.0, time.perf_counter()

    def report(done: int, total: int) -> None:
        nonlocal silence, last
        now = time.perf_counter()
        silence, last = max(silence, now - last), now

    with Library(Home(folder)) as library:
        [imported] = import_sources(library, [path], report=report)
    return imported.read, imported.new, max(silence, time.perf_counter() - last)


def measure(side: str, folder: Path, tweets: int) -> dict[str, float]:
    """Run one side in this process."""
    path = folder / (f"{tweets}-newer.zip" if side == NEWER else f"{tweets}.zip")
    new, silence = 0, 0.0
    began, processor = time.perf_counter(), time.process_time()
    if side == WHOLE:
        read = parse_whole(path)
    elif side == PIECES:
        read = parse_pieces(path)
    else:
        read, new, silence = run_import(path, folder / "home")
    seconds = time.perf_counter() - began
    return {
        "seconds": seconds,
        "processor": time.process_time() - processor,
        "read": read,
        "new": new,
        "silence": silence,
        "memory": peak_memory(),
    }


def peak_memory() -> int:
    """Return the most bytes that this process has taken so far."""
    if psutil.WINDOWS:
        return int(psutil.Process().memory_info().peak_wset)
    import resource  # Windows has none.

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if psutil.MACOS else 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--tweets", type=int, default=500_000, help="in the archive (500000)")
    parser.add_argument("--rounds", type=int, default=3, help="of all sides, one after the other (3)")
    parser.add_argument("--folder", type=Path, default=Path("build/import_speed"), help="kept archives")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one == "archives":
        make_archives(arguments.folder, arguments.tweets)
        return
    if arguments.one:
        print(json.dumps(measure(arguments.one, arguments.folder, arguments.tweets)))
        return

    def run(one: str) -> str:
        command = [sys.executable, "-m", __spec__.name, *sys.argv[1:], "--one", one]
        return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout

    run("archives")  # in a process of its own, which takes much memory
    sides = (WHOLE, PIECES, IMPORT, AGAIN, NEWER)
    results: dict[str, list[dict[str, float]]] = {side: [] for side in sides}
    for _ in range(arguments.rounds):
        shutil.rmtree(arguments.folder / "home", ignore_errors=True)
        for side in sides:
            print(f"{side} …", file=sys.stderr, flush=True)
            results[side].append(json.loads(run(side)))

    widths = {
        "seconds": 9,
        "processor": 11,
        "tweets/s": 10,
        "read": 9,
        "new": 9,
        "peak MB": 9,
        "silence s": 11,
    }
    print(" " * 8 + "".join(title.rjust(width) for title, width in widths.items()))
    median = {
        side: {key: statistics.median(one[key] for one in own) for key in own[0]}
        for side, own in results.items()
    }
    for side, one in median.items():
        print(
            f"{side:8}{one['seconds']:9.2f}{one['processor']:11.2f}{one['read'] / one['seconds']:10,.0f}"
            f"{one['read']:9,.0f}{one['new']:9,.0f}{one['memory'] / 1e6:9.0f}{one['silence']:11.2f}"
        )
    for side in (WHOLE, PIECES):
        ratio = median[side]["seconds"] / median[IMPORT]["seconds"]
        print(f"import at {ratio:.0%} of the speed of {side} (budget {BUDGET_RATIO:.0%})")
    print(f"import in {median[IMPORT]['memory'] / 1e6:.0f} MB (budget {BUDGET_MEMORY})")


if __name__ == "__main__":
    main()
