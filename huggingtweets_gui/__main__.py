"""Starts the program: its command line, which opens the window where no other command is given.

Imports nothing heavy.
"""

import sys

from huggingtweets_gui import cli
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.workflow.opening import Opening


def main() -> int:
    """Run the program and return its exit status."""
    return cli.run(sys.argv[1:], _open_window)


def _open_window(home: Home, opening: Opening) -> int:
    # Qt loads only where there is a window.
    from huggingtweets_gui import app

    return app.run(home, opening)


if __name__ == "__main__":
    sys.exit(main())
