"""Changes sound files byte by byte, led by the code that they reach, and keeps what breaks a parser.

For Linux, by hand, in an environment that has atheris besides what the tests need::

    pip install atheris==3.0.0
    python -m tests.fuzzing.mutate Bluesky --inputs 10000 --found /tmp/found

What is kept in ``--found`` goes into ``test_found.py`` as a test, once it is mended.
"""

import argparse
import gzip
import hashlib
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["huggingtweets_gui.tweets"]):
    from tests.fuzzing.harness import parse
    from tests.fuzzing.sandbox import confined
    from tests.fuzzing.seeds import archive_zip, sound_files

_SECONDS = 5
_MEGABYTES = 1024
_LONGEST = 20_000  # bytes of an input


def main() -> None:
    """Read the command line and run; the process ends with the last input."""
    files = sound_files()
    packed = gzip.compress(files["API 1.1 lines"][1])
    files |= {"zip": ("archive.zip", archive_zip()), "gzip": ("tweets.jsonl.gz", packed)}
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("kind", choices=files, help="which sound file to begin with")
    parser.add_argument("--inputs", type=int, default=10_000, help="how many to make (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same makes the same ones")
    parser.add_argument(
        "--found", type=Path, default=Path("found"), help="the folder for what breaks a parser"
    )
    options = parser.parse_args()

    options.found.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="mutate-"))
    name, content = files[options.kind]
    seeds = folder / "seeds"
    seeds.mkdir()
    (seeds / name).write_bytes(content)
    target = _Target(options.kind, folder / name, options.found, options.inputs)
    limits = [f"-runs={options.inputs}", f"-timeout={_SECONDS}", f"-rss_limit_mb={_MEGABYTES}"]
    others = [
        f"-max_len={_LONGEST}",
        f"-seed={options.seed}",
        f"-artifact_prefix={options.found}/",
        "-verbosity=0",
    ]
    atheris.Setup([sys.argv[0], *limits, *others, str(seeds)], target)
    atheris.Fuzz()


class _Target:
    """Parses inputs and counts what comes of them; goes on after one that breaks the parser.

    Args:
        kind: what to call them.
        path: the file that each is written to.
        found: the folder for those that broke something, one for each place in the code.
        inputs: after how many the totals are printed.
    """

    def __init__(self, kind: str, path: Path, found: Path, inputs: int) -> None:
        self._kind = kind
        self._path = path
        self._found = found
        self._inputs = inputs
        self._outcomes: Counter[str] = Counter()
        self._start = time.perf_counter()
        self._longest = 0.0

    def __call__(self, content: bytes) -> None:
        self._path.write_bytes(content)
        start = time.process_time()
        try:
            with confined(self._path.parent / "nothing"):
                outcome = parse(self._path)
        except BaseException as error:
            outcome = f"BROKEN BY {type(error).__name__}"
            self._keep(content, error)
        self._longest = max(self._longest, time.process_time() - start)
        self._outcomes[outcome] += 1
        if self._outcomes.total() == self._inputs:
            self._print_totals()

    def _keep(self, content: bytes, error: BaseException) -> None:
        *_, last = traceback.extract_tb(error.__traceback__)
        place = hashlib.sha256(f"{type(error)}{last.filename}{last.lineno}".encode()).hexdigest()[:8]
        kept = self._found / f"{self._kind}-{place}"
        if not kept.exists():
            kept.write_bytes(content)
            traceback.print_exception(error)

    def _print_totals(self) -> None:
        seconds = f"{time.perf_counter() - self._start:.0f} s (longest {self._longest:.2f} s)"
        largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        told = ", ".join(f"{outcome} {count}" for outcome, count in self._outcomes.most_common())
        print(f"{self._kind}: {self._inputs} inputs, {seconds}, {largest} MB: {told}", flush=True)


if __name__ == "__main__":
    main()
