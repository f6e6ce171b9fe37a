"""Makes the files of packaging/ importable: scripts beside each other, which are no package."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))
