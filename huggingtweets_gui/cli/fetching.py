"""The command ``fetch``: tweets by handle, from a service."""

import argparse
import getpass
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from huggingtweets_gui.cli.rules import chosen_rules
from huggingtweets_gui.cli.show import ProgressLine, duration, tell
from huggingtweets_gui.cli.sources import print_imported
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.secrets import Secrets
from huggingtweets_gui.tweets.dataset import MOST_AUTHORS
from huggingtweets_gui.tweets.model import parse_x_handle
from huggingtweets_gui.tweets.service import Service
from huggingtweets_gui.tweets.x_access import parse_keys, parse_token
from huggingtweets_gui.workflow import services
from huggingtweets_gui.workflow.asking import ask, look_up
from huggingtweets_gui.workflow.importing import Imported
from huggingtweets_gui.workflow.persistence import Pause


def fetch(arguments: argparse.Namespace, home: Home) -> int:
    """Ask a service for the tweets of one to three people, keep them, and print the counts."""
    handles = list({handle.casefold(): handle for handle in map(parse_x_handle, arguments.handle)}.values())
    if len(handles) > MOST_AUTHORS:
        raise UserError(ErrorCode.TOO_MANY_AUTHORS, count=len(handles))
    with Library(home) as library:
        _tell_who_is_here(library, handles)
        opened = _community(handles) if arguments.from_ == "community" else _x(handles, arguments.accept_cost)
        with opened as service:
            for handle in handles:
                imported = _read(library, service, handle)
                print_imported(library, imported, chosen_rules(arguments), as_json=arguments.json)
    return 0


def _read(library: Library, service: Service, handle: str) -> Imported:
    try:
        with _Progress(handle) as progress:
            return ask(library, service, handle, progress, progress.wait)
    except KeyboardInterrupt:
        tell("What has come is kept; the same command goes on behind it.")
        raise


@contextmanager
def _community(handles: list[str]) -> Iterator[Service]:
    tell(services.COMMUNITY_RULE)
    with services.open_community() as service:
        for handle in handles:
            account = look_up(service, handle)
            date = f"{account.archived:%Y-%m-%d}"
            tell(f"@{account.handle}: about {account.tweets:,} tweets in the archive of {date}.")
        yield service


@contextmanager
def _x(handles: list[str], cost_accepted: bool) -> Iterator[Service]:
    tell(f"{services.X_PRICE}\n{services.X_TERMS}")
    if not cost_accepted:
        _ask_consent(len(handles))
    secrets = Secrets()
    token = secrets.x_token() or _new_token(secrets)
    try:
        with services.open_x(token) as service:
            yield service
    except UserError as error:
        if error.code is ErrorCode.X_TOKEN_REFUSED:
            secrets.forget_x_token()
        raise


def _ask_consent(people: int) -> None:
    if not sys.stdin.isatty():
        raise UserError(ErrorCode.X_COST_NOT_ACCEPTED)
    print(f"Pay up to ${services.highest_price(people):.2f}? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Cancelled


def _new_token(secrets: Secrets) -> str:
    """Take a token, or instead of it app keys, from the terminal or standard input; never an argument."""
    text = _secret("X bearer token, or nothing for app keys")
    if text.strip() or not (key := _secret("API key")).strip():
        token = parse_token(text)
    else:
        token = services.token_for(parse_keys(key, _secret("API key secret")))
    if secrets.keep_x_token(token):
        tell("The token is kept in the system's keyring.")
    else:
        tell("This system has no keyring: the token is used for this run only, and kept nowhere.")
    return token


def _secret(name: str) -> str:
    """Read a line, which a terminal does not show; empty at the end of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{name} (not shown): ", stream=sys.stderr)
    return sys.stdin.readline()


def _tell_who_is_here(library: Library, handles: list[str]) -> None:
    here = {summary.author.handle.casefold(): summary for summary in library.tweets.authors()}
    for handle in handles:
        if summary := here.get(handle.casefold()):
            tell(f"@{summary.author.handle} is in the library already, with {summary.tweets:,} tweets.")


class _Progress:
    """A ``Progress`` in tweets, with the time left; a context that takes the line away at its end."""

    def __init__(self, handle: str) -> None:
        self._handle = handle
        self._line = ProgressLine()
        self._began: tuple[float, int] | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show ``done`` of ``total`` tweets; the pace is that since the first report of some."""
        if not total:
            return
        now = time.monotonic()
        started, before = self._began = self._began or (now, done)
        seconds = (now - started) / (done - before) * (total - done) if done > before else 0.0
        left = f", {duration(seconds)} left" if seconds else ""
        self._line.show(f"@{self._handle}: {done:,} of {total:,} tweets{left}")

    def wait(self, pause: Pause | None) -> None:
        """Show why it waits, and for how long still."""
        if pause:
            self._line.show(f"{pause.reason} Going on in {duration(pause.seconds_left)}; Ctrl-C cancels.")

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_: object) -> None:
        self._line.clear()
