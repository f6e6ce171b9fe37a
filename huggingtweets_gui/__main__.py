"""Starts the program: its command line, which opens the window where no other command is given.

Imports nothing heavy.
"""

import sys
from typing import TYPE_CHECKING

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.native_dialog import tell_natively

if TYPE_CHECKING:
    from huggingtweets_gui.library.paths import Home
    from huggingtweets_gui.workflow.opening import Opening


def main() -> int:
    """Run the program and return its exit status."""
    try:
        from huggingtweets_gui import cli
    except ImportError as error:
        return _tell_missing(error)
    return cli.run(sys.argv[1:], _open_window)


def _open_window(home: "Home", opening: "Opening") -> int:
    # Qt loads only where there is a window.
    from huggingtweets_gui import app

    return app.run(home, opening)


def _tell_missing(error: ImportError) -> int:
    """Tell that a module is missing which every command needs; in a dialog where the window was wanted."""
    told = UserError(ErrorCode.NOT_INSTALLED_WHOLE, details=str(error), name=error.name or error)
    if sys.stderr is not None:
        sys.stderr.write(f"huggingtweets: {told}\n")
    if not sys.argv[1:]:
        tell_natively("HuggingTweets", f"{told.sentence}\n\n{told.advice}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
