"""The command line: the same jobs as the window's, scriptable."""

from huggingtweets_gui.cli.main import run

__all__ = ["run"]
