"""Starts the program: without arguments the window, else the command line. Imports nothing heavy."""

import sys


def main() -> int:
    """Run the program and return its exit status."""
    from huggingtweets_gui.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
