"""Whatever is in a file, an import ends in tweets or in a sentence for the user, and in nothing else."""

import time
from collections import Counter
from collections.abc import Iterator

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzzing.car_strategies import repositories, tangles
from tests.fuzzing.harness import Harness, Hostile
from tests.fuzzing.seeds import JSON_SEEDS
from tests.fuzzing.strategies import ARCHIVE_FOLDERS, MASTODON_FOLDERS, gzips, json_sources, tables, texts
from tests.fuzzing.zip_strategies import zips

SOURCES: dict[str, st.SearchStrategy[Hostile]] = {
    **{kind: json_sources(kind) for kind in JSON_SEEDS},
    "archive, folder": ARCHIVE_FOLDERS,
    "Mastodon, folder": MASTODON_FOLDERS,
    "zip": zips(),
    "gzip": gzips(),
    "Bluesky": repositories(),
    "Bluesky, tangled": tangles(),
    "table": tables(),
    "text": texts(),
}
_FEW, _MANY = 25, 2000
_MOST_MEMORY = 2**30


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with Harness(tmp_path_factory.mktemp("fuzzing")) as opened:
        yield opened


@pytest.fixture(scope="module")
def little_memory() -> Iterator[None]:
    """Let this process have so much memory more than it has, and not more."""
    resource = pytest.importorskip("resource", reason="POSIX limits the memory of a process")
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (psutil.Process().memory_info().vms + _MOST_MEMORY, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


def _feed(harness: Harness, sources: st.SearchStrategy[Hostile], count: int) -> Counter[str]:
    outcomes: Counter[str] = Counter()

    @settings(
        max_examples=count,
        derandomize=count == _FEW,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(sources)
    def feed(hostile: Hostile) -> None:
        outcomes[harness.feed(hostile)] += 1

    feed()
    return outcomes


@pytest.mark.parametrize("kind", SOURCES)
def test_a_few_hostile_files(harness, kind):
    assert _feed(harness, SOURCES[kind], _FEW).total() >= _FEW


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", SOURCES)
def test_many_hostile_files(harness, little_memory, kind):
    start = time.perf_counter()
    harness.longest = 0.0
    outcomes = _feed(harness, SOURCES[kind], _MANY)

    seconds = f"{time.perf_counter() - start:.0f} s (longest {harness.longest:.2f} s)"
    taken = psutil.Process().memory_info().rss >> 20
    told = ", ".join(f"{outcome} {count}" for outcome, count in outcomes.most_common())
    print(f"{kind}: {outcomes.total()} inputs, {seconds}, {taken} MB: {told}")
