"""Starts the program: without a command the window, else the command line. Imports nothing heavy."""

import sys

from huggingtweets_gui import cli
from huggingtweets_gui.library.paths import Home


def main() -> int:
    """Run the program and return its exit status."""
    return cli.run(sys.argv[1:], _open_window)


def _open_window(home: Home) -> int:
    # Qt loads only where there is a window.
    from huggingtweets_gui import app

    return app.run(home, [])


if __name__ == "__main__":
    sys.exit(main())
