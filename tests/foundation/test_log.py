"""The log file, and finding resources."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.log import start_log
from huggingtweets_gui.foundation.resources import resource

TWEET = "the lighthouse is a candle that nobody blows out"


@pytest.fixture(autouse=True)
def _root_logger() -> Iterator[None]:
    """Give pytest its handlers back, and close the log."""
    root = logging.getLogger()
    handlers, level, loud = root.handlers[:], root.level, logging.raiseExceptions
    yield
    logging.raiseExceptions = loud
    for handler in root.handlers[:]:
        root.removeHandler(handler)
        handler.close()
    for handler in handlers:
        root.addHandler(handler)
    root.setLevel(level)


def test_the_log_goes_to_its_file_and_nowhere_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "logs" / "huggingtweets.log"
    start_log(path)
    logging.getLogger("huggingtweets_gui.x").info("möwe 🌊")
    logging.getLogger("httpx").info("GET https://secret.example")
    content = path.read_text(encoding="utf-8")
    assert "möwe 🌊" in content
    assert "secret" not in content
    assert capsys.readouterr() == ("", "")


def test_an_error_is_written_without_the_words_that_quote_a_tweet(tmp_path: Path) -> None:
    start_log(tmp_path / "huggingtweets.log")
    log = logging.getLogger("huggingtweets_gui.x")
    try:
        try:
            int(TWEET)
        except ValueError as error:
            error.add_note(TWEET)
            raise KeyError(TWEET) from error
    except KeyError:
        log.exception("a task failed")
    told = (tmp_path / "huggingtweets.log").read_text(encoding="utf-8")
    assert "lighthouse" not in told
    assert told.index("ValueError") < told.index("and then") < told.index("KeyError")
    # Where it happened is told with the line of the program.
    assert "test_log.py" in told
    assert "int(TWEET)" in told
    assert "raise KeyError(TWEET) from error" in told


def test_what_another_handler_wrote_of_an_error_is_not_taken(tmp_path: Path) -> None:
    start_log(tmp_path / "huggingtweets.log")
    heard: list[str] = []

    class Console(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(self.format(record))

    logging.getLogger().handlers.insert(0, Console())
    try:
        raise ValueError(TWEET)
    except ValueError:
        logging.getLogger("huggingtweets_gui.x").exception("a task failed")
    assert TWEET in heard[0]
    assert TWEET not in (tmp_path / "huggingtweets.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("fails", "told"),
    [
        (lambda: Path("/nowhere", TWEET).read_text(), "FileNotFoundError: [Errno 2] No such file"),
        (
            lambda: sqlite3.connect(":memory:").execute(f"SELECT '{TWEET}"),
            "sqlite3.OperationalError: SQLITE_",
        ),
        (lambda: TWEET.gull, "AttributeError: 'str' object has no attribute 'gull'"),  # type: ignore[attr-defined]
        (lambda: f"{TWEET} \udc80".encode(), "UnicodeEncodeError: 'utf-8' codec can't encode"),
        (lambda: resource(TWEET), "UserError: not-installed-whole"),
    ],
)
def test_what_tells_of_the_fault_alone_is_written(
    tmp_path: Path, fails: Callable[[], object], told: str
) -> None:
    start_log(tmp_path / "huggingtweets.log")
    try:
        fails()
    except Exception:
        logging.getLogger("huggingtweets_gui.x").exception("a task failed")
    written = (tmp_path / "huggingtweets.log").read_text(encoding="utf-8")
    assert told in written
    assert TWEET not in written


def test_a_disk_that_fills_up_puts_no_traceback_before_the_user(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start_log(tmp_path / "huggingtweets.log")
    [handler] = logging.getLogger().handlers
    assert isinstance(handler, logging.FileHandler)
    handler.stream = (tmp_path / "huggingtweets.log").open()  # which takes no writing
    logging.getLogger("huggingtweets_gui.x").info("fog")
    assert capsys.readouterr() == ("", "")


def test_a_log_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError) as caught:
        start_log(tmp_path / "file" / "huggingtweets.log")
    assert caught.value.code is ErrorCode.NOT_PERMITTED


def test_resources_are_found_or_told_as_missing() -> None:
    assert resource("card/pipeline.svg").is_file()
    with pytest.raises(UserError) as caught:
        resource("nothing.png")
    assert caught.value.code is ErrorCode.NOT_INSTALLED_WHOLE
