"""Sets HuggingTweets up from a checkout, then runs it or its tests.

    python3 packaging/bootstrap.py run [ARGS...]     as "huggingtweets ARGS..."; without ARGS the window
    python3 packaging/bootstrap.py test [ARGS...]    as "pytest ARGS..."; without ARGS the whole suite
    python3 packaging/bootstrap.py bundle [--torch cpu|cu126|cu130]
                                                     makes installers for this system, in the folder dist

The first start makes the folder .venv and installs everything into it; later starts go straight on.
Needs nothing but Python 3.11 or newer.
"""

import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)


def main(arguments):  # Without annotations, so that an old Python can read this file and be told.
    """Do what the command line ``arguments`` ask for, and return the exit status."""
    if sys.version_info < OLDEST_PYTHON:
        found, needed = (".".join(map(str, version[:2])) for version in (sys.version_info, OLDEST_PYTHON))
        sys.stderr.write(
            f"HuggingTweets needs Python {needed} or newer, and this is Python {found}.\n"
            "Install a newer one from https://www.python.org/downloads/ and start this command with it.\n"
        )
        return 1
    # The set-up shares with the program what needs nothing that is not installed yet.
    sys.path.append(str(Path(__file__).resolve().parent.parent))
    import commands  # Only now: the other files are written for the Python that was just checked.

    return commands.main(arguments, usage=__doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
