"""Every way to fail has its words, and every use of one gives what the words name."""

import ast
import errno
import string
from pathlib import Path

import pytest

from huggingtweets_gui.foundation import errors
from huggingtweets_gui.foundation.errors import ErrorCode, UserError

_OWN_ARGUMENTS = {"details"}


def placeholders(code: ErrorCode) -> set[str]:
    sentence, advice = errors._TEXTS[code]
    return {name for _, name, _, _ in string.Formatter().parse(sentence + advice) if name}


def test_every_code_has_a_sentence_and_an_advice() -> None:
    assert set(errors._TEXTS) == set(ErrorCode)
    for sentence, advice in errors._TEXTS.values():
        assert sentence.endswith((".", ")."))
        assert advice.endswith(".")
        assert "\n" not in sentence + advice


def test_every_raise_gives_what_its_words_name(repository: Path) -> None:
    used = set()
    for path in (repository / "huggingtweets_gui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "UserError"):
                continue
            if not isinstance(node.args[0], ast.Attribute):
                continue  # The code is chosen while running.
            code = ErrorCode[node.args[0].attr]
            used.add(code)
            given = {keyword.arg for keyword in node.keywords}
            assert placeholders(code) <= given, f"{path.name}:{node.lineno}"
            assert given - _OWN_ARGUMENTS <= placeholders(code), f"{path.name}:{node.lineno}"
    assert len(used) > 20


def test_an_error_is_a_sentence_and_an_advice() -> None:
    error = UserError(ErrorCode.NOT_A_ZIP, details="BadZipFile", name="{gulls}.zip")
    assert str(error) == f"{error.sentence} {error.advice}"
    assert error.sentence == "“{gulls}.zip” is not a zip file."
    assert (error.code, error.details) == (ErrorCode.NOT_A_ZIP, "BadZipFile")


def test_an_error_of_the_engine_keeps_its_words() -> None:
    error = UserError.in_words("out-of-memory", "No memory.", "Close something.", "CUDA")
    assert str(error) == "No memory. Close something."
    assert (error.code, error.details) == (ErrorCode.OUT_OF_MEMORY, "CUDA")


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, ErrorCode.NO_ROOM), (errno.EACCES, ErrorCode.NOT_PERMITTED)]
)
def test_errors_of_files_are_told_apart(number: int, code: ErrorCode) -> None:
    error = UserError.of_file(OSError(number, "no"), Path("bots"))
    assert error.code is code
    assert "bots" in error.sentence
