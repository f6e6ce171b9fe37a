"""Tweets by handle: both services over the loopback, their limits and failures, kills and second visits."""

import json
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.library import database
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.tweets.community_archive import CommunityArchive
from huggingtweets_gui.tweets.x_api import XApi
from huggingtweets_gui.workflow import persistence
from huggingtweets_gui.workflow.asking import ask, look_up
from huggingtweets_gui.workflow.persistence import Pause
from tests.services import reader
from tests.services.fake_clock import FakeClock
from tests.services.fake_community import KEY, Tables, row
from tests.services.fake_server import Answer, Asked, FakeServer
from tests.services.fake_x import TOKEN, FakeX, ToLoopback, post

HANDLE = "gull_keeper"
BUSY = Answer({"title": "Too Many Requests"}, status=429)
DOWN = Answer({}, status=503)


@pytest.fixture
def x() -> FakeX:
    return FakeX()


@pytest.fixture
def server(x: FakeX) -> Iterator[FakeServer]:
    with x.serve() as running:
        yield running


@pytest.fixture
def api(server: FakeServer) -> Iterator[XApi]:
    with XApi(TOKEN, ToLoopback(server.address)) as opened:
        yield opened


class Watcher:
    """Notes the progress and the pauses, and cancels where it is told to."""

    def __init__(self, cancel_at: int | None = None, *, cancel_pause: bool = False) -> None:
        self.progress: list[tuple[int, int]] = []
        self.pauses: list[Pause | None] = []
        self._cancel_at = cancel_at
        self._cancel_pause = cancel_pause

    def report(self, done: int, total: int) -> None:
        self.progress.append((done, total))
        if done == self._cancel_at or (self._cancel_pause and self.pauses):
            raise Cancelled

    def waiting(self, pause: Pause | None) -> None:
        self.pauses.append(pause)

    @property
    def reasons(self) -> set[str]:
        return {pause.reason for pause in self.pauses if pause}


def paths(server: FakeServer) -> list[str]:
    return [asked.path + asked.query.get("pagination_token", "") for asked in server.asked]


def test_x_is_read_whole_and_paid_once(library: Library, api: XApi, server: FakeServer, x: FakeX) -> None:
    watcher = Watcher()
    imported = ask(library, api, HANDLE, watcher.report)
    assert (imported.author.name, imported.read, imported.new) == ("Keeper of Gulls", 250, 250)
    assert len(library.tweets.tweets(HANDLE)) == 250
    assert [one for one in watcher.progress if one[0]][-1] == (250, 250)
    assert (100, 250) in watcher.progress
    x.posts += [post(2001), post(2002)]
    again = ask(library, api, HANDLE)
    assert (again.read, again.new) == (2, 2)
    assert server.asked[-1].query["since_id"] == "1250"


def test_the_community_archive_is_read_whole_and_again(library: Library) -> None:
    tables = Tables(tweets=[row(number) for number in range(1, 2501)])
    with tables.serve() as server, CommunityArchive(server.address, KEY) as archive:
        assert look_up(archive, HANDLE).tweets == 2500
        first, second = ask(library, archive, HANDLE), ask(library, archive, HANDLE)
        assert sum(asked.path == "/tweets" for asked in server.asked) == 8  # An empty page ends each visit.
    assert (first.read, first.new) == (2500, 2500)
    assert (second.read, second.new) == (2500, 0)


def test_a_cancelled_visit_keeps_what_came_and_goes_on_behind_it(
    library: Library, api: XApi, server: FakeServer
) -> None:
    with pytest.raises(Cancelled):
        ask(library, api, HANDLE, Watcher(cancel_at=200).report)
    assert len(library.tweets.tweets(HANDLE)) == 200
    imported = ask(library, api, HANDLE)
    assert (imported.read, imported.new) == (250, 250)
    timeline = "/2/users/77/tweets"
    assert paths(server) == [
        f"/2/users/by/username/{HANDLE}",
        timeline,
        f"{timeline}page100",
        f"{timeline}page200",
    ]


def test_a_limit_is_counted_down_to_the_time_that_x_names(
    library: Library, api: XApi, server: FakeServer
) -> None:
    clock, watcher = FakeClock(), Watcher()
    reset = {"x-rate-limit-reset": str(int(clock.START) + 300)}
    server.instead = [Answer({}, status=429, headers=reset)]
    ask(library, api, HANDLE, watcher.report, watcher.waiting, clock.clock)
    assert clock.slept == pytest.approx(300)
    assert watcher.reasons == {"X allows no more requests for now."}
    left = [pause.seconds_left for pause in watcher.pauses if pause]
    assert left[0] == pytest.approx(300) and left == sorted(left, reverse=True)
    assert watcher.pauses[-1] is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({}, 900), ({"x-rate-limit-reset": "5"}, 15), ({"x-rate-limit-reset": "9" * 15}, 86_400)],
)
def test_a_limit_that_names_no_time_or_a_senseless_one(
    library: Library, api: XApi, server: FakeServer, headers: dict[str, str], seconds: float
) -> None:
    clock = FakeClock()
    server.instead = [Answer({}, status=429, headers=headers)]
    ask(library, api, HANDLE, clock=clock.clock)
    assert clock.slept == pytest.approx(seconds)


def test_a_countdown_is_cancelled_at_once(library: Library, api: XApi, server: FakeServer) -> None:
    clock, watcher = FakeClock(), Watcher(cancel_pause=True)
    server.instead = [BUSY]
    with pytest.raises(Cancelled):
        ask(library, api, HANDLE, watcher.report, watcher.waiting, clock.clock)
    assert clock.slept < 1
    assert watcher.pauses[-1] is None


def test_limits_without_an_end_are_given_up(library: Library, api: XApi, server: FakeServer) -> None:
    clock = FakeClock()
    server.instead = [BUSY] * 20
    with pytest.raises(UserError) as told:
        ask(library, api, HANDLE, clock=clock.clock)
    assert told.value.code is ErrorCode.SERVICE_BUSY
    assert len(server.asked) == 5


def test_a_bad_minute_is_waited_out_in_growing_pauses(
    library: Library, api: XApi, server: FakeServer
) -> None:
    clock, watcher = FakeClock(), Watcher()
    server.instead = [DOWN, DOWN, Answer(b"<html>"), Answer({"data": []}, cut=5)]
    imported = ask(library, api, HANDLE, watcher.report, watcher.waiting, clock.clock)
    assert imported.new == 250
    assert clock.slept == pytest.approx(1 + 2 + 4 + 8)
    assert "X has a problem of its own (status 503)." in watcher.reasons


def test_a_service_that_stays_down_is_told_and_loses_nothing(
    library: Library, api: XApi, server: FakeServer
) -> None:
    clock = FakeClock()
    with pytest.raises(Cancelled):
        ask(library, api, HANDLE, Watcher(cancel_at=100).report)
    server.instead = [DOWN] * 8
    with pytest.raises(UserError) as told:
        ask(library, api, HANDLE, clock=clock.clock)
    assert str(told.value).startswith(
        "X has a problem of its own (status 503). Try again later: what has come"
    )
    assert clock.slept == pytest.approx(1 + 2 + 4 + 8 + 16 + 32 + 60)
    assert ask(library, api, HANDLE).new == 250


def test_credits_that_run_out_in_the_middle_are_told_and_nothing_is_paid_twice(
    library: Library, api: XApi, server: FakeServer, x: FakeX
) -> None:
    with pytest.raises(Cancelled):
        ask(library, api, HANDLE, Watcher(cancel_at=100).report)
    server.instead = [Answer({"title": "CreditsDepleted"}, status=402)]
    with pytest.raises(UserError) as told:
        ask(library, api, HANDLE)
    assert told.value.code is ErrorCode.X_NO_CREDITS
    assert len(library.tweets.tweets(HANDLE)) == 100
    assert ask(library, api, HANDLE).new == 250
    assert len(set(paths(server))) == len(paths(server)) - 1  # The page refused was asked for again.


def test_somebody_without_posts_is_told_and_does_not_become_an_author(
    library: Library, api: XApi, x: FakeX
) -> None:
    x.posts = []
    with pytest.raises(UserError) as told:
        ask(library, api, HANDLE)
    assert told.value.sentence == "X has no tweets of @gull_keeper to give."
    assert library.tweets.authors() == []


def test_a_request_without_an_answer_is_cancelled_soon(
    library: Library, api: XApi, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(persistence, "_GRACE", 0.1)
    server.instead = ["hang"]
    with pytest.raises(Cancelled):
        ask(library, api, HANDLE, Watcher(cancel_at=0).report)
    server.released.set()


@pytest.mark.parametrize("wish", [Cancelled, KeyboardInterrupt])
def test_a_page_on_its_way_is_kept_by_who_cancels(
    library: Library, x: FakeX, wish: type[BaseException]
) -> None:
    """The first page is answered only once the user has cancelled."""
    on_its_way, cancelled = threading.Event(), threading.Event()

    def answer(asked: Asked) -> Answer:
        if asked.path.endswith("/tweets"):
            on_its_way.set()
            cancelled.wait()
        return x.answer(asked)

    def report(done: int, total: int) -> None:
        if on_its_way.is_set() and not cancelled.is_set():
            cancelled.set()
            raise wish

    with FakeServer(answer) as server, XApi(TOKEN, ToLoopback(server.address)) as api:
        with pytest.raises(wish):
            ask(library, api, HANDLE, report)
        assert len(library.tweets.tweets(HANDLE)) == 100
        assert ask(library, api, HANDLE).read == 250
        assert len(set(paths(server))) == len(paths(server)) == 4


def test_who_cancels_at_the_last_page_has_everything(library: Library, api: XApi) -> None:
    assert ask(library, api, HANDLE, Watcher(cancel_at=250).report).read == 250


def test_a_page_is_held_while_another_program_writes(
    home: Home, api: XApi, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program takes the library when the first page is there, and gives it back after a while."""
    monkeypatch.setattr(database, "_BUSY_SECONDS", 0.01)
    clock, other = FakeClock(), sqlite3.connect(home.database, isolation_level=None)
    pauses: list[Pause | None] = []

    def report(done: int, total: int) -> None:
        if done == 100 and not (pauses or other.in_transaction):
            other.execute("BEGIN IMMEDIATE")

    def waiting(pause: Pause | None) -> None:
        pauses.append(pause)
        if clock.slept > 3 and other.in_transaction:
            other.execute("COMMIT")

    with Library(home) as library, closing(other):
        imported = ask(library, api, HANDLE, report, waiting, clock.clock)
        assert (imported.read, imported.new) == (250, 250)
        assert len(library.tweets.tweets(HANDLE)) == 250
    assert len(set(paths(server))) == len(paths(server)) == 4
    assert {pause.reason for pause in pauses if pause} == {
        f"The library at “{home.database}” is in use: an import or another program is writing to it."
    }
    assert pauses.count(None) == 1 and pauses[-1] is None


def test_waiting_for_another_program_can_be_cancelled(
    home: Home, api: XApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BUSY_SECONDS", 0.01)
    watcher = Watcher(cancel_pause=True)
    with Library(home) as library, closing(sqlite3.connect(home.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Cancelled):
            ask(library, api, HANDLE, watcher.report, watcher.waiting, FakeClock().clock)
    assert watcher.pauses[-1] is None


def test_who_is_forgotten_meanwhile_does_not_come_back(
    library: Library, api: XApi, server: FakeServer
) -> None:
    def report(done: int, total: int) -> None:
        if done == 100:
            library.tweets.forget(HANDLE)

    with pytest.raises(UserError) as told:
        ask(library, api, HANDLE, report)
    assert told.value.code is ErrorCode.FORGOTTEN_MEANWHILE
    assert library.tweets.authors() == []
    assert ask(library, api, HANDLE).new == 250


def test_who_is_forgotten_during_a_later_visit_is_read_whole_the_next_time(
    library: Library, home: Home, x: FakeX
) -> None:
    """The second visit asks for what is new alone; that must not be all that comes back."""

    def answer(asked: Asked) -> Answer:
        if "since_id" in asked.query:
            with Library(home) as other:
                other.tweets.forget(HANDLE)
        return x.answer(asked)

    with FakeServer(answer) as server, XApi(TOKEN, ToLoopback(server.address)) as api:
        ask(library, api, HANDLE)
        x.posts.append(post(2001))
        with pytest.raises(UserError) as told:
            ask(library, api, HANDLE)
        assert told.value.code is ErrorCode.FORGOTTEN_MEANWHILE
        assert library.tweets.authors() == []
        assert ask(library, api, HANDLE).new == 251


def test_a_kill_in_the_middle_reads_no_page_twice(home: Home, x: FakeX) -> None:
    """The reader is killed while the third page is on its way; another one goes on with that page."""
    reached, asked_for_third = threading.Event(), []

    def answer(asked: object) -> Answer:
        found = x.answer(asked)  # type: ignore[arg-type]
        if getattr(asked, "query", {}).get("pagination_token") == "page200" and not asked_for_third:
            asked_for_third.append(asked)
            reached.set()
            server.released.wait()
        return found

    with FakeServer(answer) as server:
        killed = _reader(home.root, server)
        assert reached.wait(60), killed.communicate(timeout=5)
        killed.kill()
        killed.communicate()
        assert killed.returncode in (-getattr(signal, "SIGKILL", 9), 1)
        server.released.set()
        out, _ = _reader(home.root, server).communicate(timeout=60)
        assert json.loads(out) == {"read": 250, "new": 250}
        kept = [path for path in paths(server) if not path.endswith("page200")]
        assert len(kept) == len(set(kept)) == 3
    with Library(home) as library:
        assert len(library.tweets.tweets(HANDLE)) == 250


def _reader(root: Path, server: FakeServer) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", reader.__name__, str(root), server.address]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
