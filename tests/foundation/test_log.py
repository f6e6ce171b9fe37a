"""The log file, and finding resources."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.log import start_log
from huggingtweets_gui.foundation.resources import resource


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
