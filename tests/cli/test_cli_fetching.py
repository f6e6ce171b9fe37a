"""The command ``fetch``, against the services on the loopback."""

import getpass
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.tweets.community_archive import CommunityArchive
from huggingtweets_gui.tweets.x_api import XApi
from huggingtweets_gui.tweets.x_keys import bearer_token
from huggingtweets_gui.workflow import services
from tests.cli.conftest import Command
from tests.services import command
from tests.services.fake_community import KEY, Tables, row
from tests.services.fake_keyring import FakeKeyring
from tests.services.fake_server import Answer, Asked, FakeServer
from tests.services.fake_x import KEYS, TOKEN, FakeX, ToLoopback


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def x(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServer]:
    with FakeX().serve() as server:
        monkeypatch.setattr(services, "open_x", lambda token: XApi(token, ToLoopback(server.address)))
        monkeypatch.setattr(
            services, "token_for", lambda keys: bearer_token(keys, ToLoopback(server.address))
        )
        yield server


@pytest.fixture
def community(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServer]:
    tables = Tables(tweets=[row(number) for number in range(1, 101)])
    with tables.serve() as server:
        monkeypatch.setattr(services, "open_community", lambda: CommunityArchive(server.address, KEY))
        yield server


@pytest.fixture(autouse=True)
def ring() -> Iterator[FakeKeyring]:
    before = keyring.get_keyring()
    ring = FakeKeyring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def type_in(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Let the user type these lines at a terminal, the token among them."""
    typed = Terminal("".join(f"{line}\n" for line in lines))
    monkeypatch.setattr(sys, "stdin", typed)
    monkeypatch.setattr(getpass, "getpass", lambda prompt, stream: typed.readline())


def pipe_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_the_community_archive_is_asked_with_its_rule_shown(
    huggingtweets: Command, community: FakeServer
) -> None:
    ran = huggingtweets("fetch", "https://x.com/Gull_Keeper", "--json")
    assert ran.status == 0
    [record] = ran.records
    assert (record["handle"], record["name"]) == ("gull_keeper", "Keeper of Gulls")
    assert record["counts"]["downloaded"] == 100
    assert "uploaded their tweets themselves" in ran.err
    assert "@gull_keeper: about 2,500 tweets in the archive of 2024-10-01." in ran.err
    again = huggingtweets("fetch", "gull_keeper")
    assert "@gull_keeper is in the library already, with 100 tweets." in again.err
    assert again.out.startswith("Keeper of Gulls (@gull_keeper), 0 new in the library\n")


@pytest.mark.parametrize(
    ("handles", "words"),
    [
        (["no handle!"], "is not a handle on X"),
        (["gull.bsky.social"], "is not a handle on X"),
        (["a", "b", "c", "d"], "these are 4"),
        (["nobody"], "@nobody has not uploaded an archive"),
    ],
)
def test_what_cannot_be_asked_is_told(
    huggingtweets: Command, community: FakeServer, handles: list[str], words: str
) -> None:
    ran = huggingtweets("fetch", *handles)
    assert (ran.status, ran.out) == (1, "")
    assert words in ran.err
    assert handles == ["nobody"] or community.asked == []


def test_x_shows_price_and_terms_and_asks_before_it_costs(
    huggingtweets: Command, x: FakeServer, monkeypatch: pytest.MonkeyPatch, ring: FakeKeyring
) -> None:
    type_in(monkeypatch, "n")
    ran = huggingtweets("fetch", "gull_keeper", "--from", "x")
    assert (ran.status, ran.out, x.asked) == (130, "", [])
    for words in ("$0.005 for each post", "3,200 tweets", "about $16", "restricts the training", "$16.01?"):
        assert words in ran.err
    type_in(monkeypatch, "y", TOKEN)
    ran = huggingtweets("fetch", "gull_keeper", "--from", "x", "--json")
    assert ran.records[0]["counts"]["downloaded"] == 250
    assert "kept in the system's keyring" in ran.err
    assert list(ring.passwords.values()) == [TOKEN]
    type_in(monkeypatch, "y")
    assert huggingtweets("fetch", "gull_keeper", "--from", "x").status == 0


def test_without_a_terminal_nothing_is_paid_unless_it_was_agreed_to(
    huggingtweets: Command, x: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe_in(monkeypatch, TOKEN)
    ran = huggingtweets("fetch", "gull_keeper", "--from", "x")
    assert (ran.status, x.asked) == (1, [])
    assert "add --accept-cost" in ran.err
    assert huggingtweets("fetch", "gull_keeper", "--from", "x", "--accept-cost").status == 0


def test_app_keys_are_taken_instead_of_a_token(
    huggingtweets: Command, x: FakeServer, monkeypatch: pytest.MonkeyPatch, ring: FakeKeyring
) -> None:
    type_in(monkeypatch, "y", "", *KEYS)
    ran = huggingtweets("fetch", "gull_keeper", "--from", "x", "--json")
    assert ran.records[0]["counts"]["downloaded"] == 250
    assert list(ring.passwords.values()) == [TOKEN]
    assert not any(key in ran.out + ran.err for key in KEYS)


def test_without_a_keyring_that_is_said(
    huggingtweets: Command, x: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring.set_keyring(fail.Keyring())
    pipe_in(monkeypatch, TOKEN)
    ran = huggingtweets("fetch", "gull_keeper", "--from", "x", "--accept-cost")
    assert ran.status == 0
    assert "has no keyring: the token is used for this run only" in ran.err


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "only with a bearer token"),
        ("two words", "This is no bearer token"),
        ("wrong", "does not accept this bearer token"),
    ],
)
def test_a_bad_token_is_told_and_not_kept(
    huggingtweets: Command,
    x: FakeServer,
    monkeypatch: pytest.MonkeyPatch,
    ring: FakeKeyring,
    typed: str,
    words: str,
) -> None:
    pipe_in(monkeypatch, typed)
    ran = huggingtweets("fetch", "gull_keeper", "--from", "x", "--accept-cost")
    assert (ran.status, ran.out) == (1, "")
    assert words in ran.err
    assert ring.passwords == {}


@pytest.mark.warns
def test_an_error_that_nobody_expected_does_not_tell_the_token(
    huggingtweets: Command, x: FakeServer, monkeypatch: pytest.MonkeyPatch, home: Home
) -> None:
    def fail_unexpectedly(api: XApi, *args: object) -> None:
        raise RuntimeError(f"unexpected in {api!r} with {args!r}")

    monkeypatch.setattr(XApi, "page", fail_unexpectedly)
    pipe_in(monkeypatch, TOKEN)
    ran = huggingtweets("fetch", "gull_keeper", "--from", "x", "--accept-cost")
    assert ran.status == 1
    assert "unexpected in" in (home.logs / "huggingtweets.log").read_text(encoding="utf-8")
    assert TOKEN not in ran.err + ran.out
    assert holding(home.root, TOKEN) == []


@pytest.mark.parametrize("typed", [TOKEN, "\n".join(["", *KEYS])], ids=["token", "keys"])
def test_the_secrets_are_found_nowhere_after_a_session_with_them(tmp_path: Path, typed: str) -> None:
    processes: list[str] = []
    x = FakeX()

    def answer(asked: Asked) -> Answer:
        if not processes and sys.platform != "win32":
            listing = subprocess.run(["ps", "axeww"], capture_output=True, text=True, check=True)
            processes.append(listing.stdout)
        return x.answer(asked)

    with FakeServer(answer) as server:
        fetch = ("fetch", "gull_keeper", "--from", "x", "--accept-cost", "--json")
        ran = subprocess.run(
            [sys.executable, "-m", command.__name__, server.address, "--data-dir", str(tmp_path), *fetch],
            input=typed,
            capture_output=True,
            text=True,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
        )
    assert json.loads(ran.stdout)["counts"]["downloaded"] == 250
    assert any(TOKEN in (asked.authorization or "") for asked in server.asked)
    assert (tmp_path / "library.db").exists() and (tmp_path / "logs").exists()
    assert all("gull_keeper" in listing for listing in processes)
    for secret in (TOKEN, *KEYS):
        assert not any(secret in text for text in (ran.stdout, ran.stderr, *processes))
        assert holding(tmp_path, secret) == []


def test_cancelling_says_that_the_same_command_goes_on(
    huggingtweets: Command, community: FakeServer, monkeypatch: pytest.MonkeyPatch, home: Home
) -> None:
    def interrupt(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("huggingtweets_gui.cli.fetching.ask", interrupt)
    ran = huggingtweets("fetch", "gull_keeper")
    assert ran.status == 130
    assert "What has come is kept; the same command goes on behind it." in ran.err
    with Library(home) as library:
        assert library.tweets.authors() == []


def holding(folder: Path, text: str) -> list[Path]:
    """Return the files in a folder that hold the text."""
    return [path for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]
