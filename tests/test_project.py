"""The promises that the whole code base keeps: style, types, who imports whom, what loads when."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest


def _run(repository: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=repository, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_finds_nothing(repository: Path) -> None:
    _run(repository, "-m", "ruff", "check", "--no-cache", ".")


def test_the_code_is_formatted(repository: Path) -> None:
    _run(repository, "-m", "ruff", "format", "--no-cache", "--check", ".")


def test_the_types_hold(repository: Path) -> None:
    _run(repository, "-m", "mypy")


def test_nobody_imports_upwards(repository: Path) -> None:
    _run(repository, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")


@pytest.mark.parametrize(
    ("module", "banned"),
    [
        (
            # All that is loaded before the window is seen.
            "huggingtweets_gui.window.program",
            ("PySide6.QtNetwork", "msgspec", "huggingtweets_gui.messages", "huggingtweets_gui.tweets"),
        ),
        (
            # And before it can be used.
            "huggingtweets_gui.window.session, huggingtweets_gui.window.page_stack",
            ("torch", "transformers", "tweepy", "httpx2", "huggingface_hub", "numpy", "pyqtgraph"),
        ),
        (
            # Before it is known whether a command is meant or the window.
            "huggingtweets_gui.cli",
            ("torch", "transformers", "PySide6", "huggingtweets_gui.cli.arguments"),
        ),
        ("huggingtweets_gui.engine.service", ("PySide6", "pyqtgraph")),
    ],
)
def test_what_is_heavy_stays_where_it_belongs(repository: Path, module: str, banned: tuple[str, ...]) -> None:
    found = f"set({banned!r}) & set(sys.modules)"
    _run(repository, "-c", f"import sys, {module}; sys.exit(', '.join({found}) or 0)")


def test_everything_declared_is_imported(repository: Path) -> None:
    """But for what transformers imports when it reads the starter's GGUF file."""
    declared = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    modules = {"PySide6_Essentials": "PySide6", "QtAwesome": "qtawesome"}
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in (repository / "huggingtweets_gui").rglob("*.py")
    )
    for requirement in declared["dependencies"]:
        name = requirement.split("==")[0]
        module = modules.get(name, name)
        assert name in ("accelerate", "gguf") or f"import {module}" in code or f"from {module}" in code, (
            f"{name} is not imported"
        )
