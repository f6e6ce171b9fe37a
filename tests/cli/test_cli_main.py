"""Exit statuses, and what a user sees of what goes wrong."""

import pytest

from huggingtweets_gui import __version__
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.library.paths import Home
from tests.cli.conftest import Command


@pytest.mark.parametrize(
    "arguments",
    [
        ["paint"],
        ["import"],
        ["import", "a.zip", "--rules", "strict"],
        ["tweets"],
        ["train"],
        ["train", "a", "--plan", "slow"],
        ["train", "a", "--epochs", "0"],
        ["train", "a", "--epochs", "nan"],
        ["train", "a", "--epochs", "inf"],
        ["train", "a", "--max-minutes", "-1"],
        ["train", "a", "--device", "abacus"],
        ["train", "a", "--seed", "x"],
        ["train", "a", "--seed", "-1"],
        ["generate", "b", "--seed", "4294967296"],
        ["generate"],
        ["generate", "b", "-n", "0"],
        ["generate", "b", "-n", "1.5"],
        ["generate", "b", "--top-p", "1.1"],
        ["generate", "b", "--top-k", "-1"],
        ["generate", "b", "--temperature", "0"],
        ["generate", "b", "--max-length", "0"],
        ["export", "b"],
        ["export", "b", "d", "--format", "onnx"],
        ["bots", "extra"],
    ],
)
def test_wrong_arguments_are_told_with_status_2(huggingtweets: Command, arguments: list[str]) -> None:
    ran = huggingtweets(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert "usage:" in ran.err


def test_help_and_version_are_results(huggingtweets: Command) -> None:
    assert huggingtweets("--version").out == f"huggingtweets {__version__}\n"
    ran = huggingtweets("generate", "--help")
    assert (ran.status, ran.err) == (0, "")
    assert "--top-p" in ran.out
    assert "Use an NVIDIA graphics card" in huggingtweets("gpu", "--help").out


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, Cancelled])
def test_a_cancelled_command_has_status_130(
    huggingtweets: Command, monkeypatch: pytest.MonkeyPatch, interruption: type[BaseException]
) -> None:
    def interrupted(*_: object) -> None:
        raise interruption

    monkeypatch.setattr("huggingtweets_gui.cli.sources.import_sources", interrupted)
    ran = huggingtweets("import", "a.zip", "--json")
    assert (ran.status, ran.out, ran.err) == (130, "", "huggingtweets: cancelled\n")


def test_the_log_names_no_author(huggingtweets: Command, home: Home) -> None:
    ran = huggingtweets("tweets", "@gull_keeper")
    assert "gull_keeper" in ran.err
    log = (home.logs / "huggingtweets.log").read_text(encoding="utf-8")
    assert "unknown-author" in log
    assert "gull_keeper" not in log


@pytest.mark.parametrize("code", [ErrorCode.ENGINE_DIED, ErrorCode.ENGINE_FAILED])
def test_what_an_engine_failed_with_stays_in_its_own_log(
    huggingtweets: Command, monkeypatch: pytest.MonkeyPatch, home: Home, code: ErrorCode
) -> None:
    def broken(*_: object) -> None:
        raise UserError(code, details="ValueError: the lighthouse is a candle", status="9")

    monkeypatch.setattr("huggingtweets_gui.cli.sources.import_sources", broken)
    assert huggingtweets("import", "a.zip").status == 1
    log = (home.logs / "huggingtweets.log").read_text(encoding="utf-8")
    assert f"{code}: see engine.log" in log
    assert "lighthouse" not in log


def test_the_unexpected_is_one_line_and_its_traceback_goes_to_the_log(
    huggingtweets: Command, monkeypatch: pytest.MonkeyPatch, home: Home
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("huggingtweets_gui.cli.sources.import_sources", broken)
    ran = huggingtweets("import", "a.zip")
    log = home.logs / "huggingtweets.log"
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert str(log) in ran.err
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
