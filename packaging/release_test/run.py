"""Starts the release test from a checkout; ``--help`` tells of it."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from release_test.main import main

    sys.exit(main())
