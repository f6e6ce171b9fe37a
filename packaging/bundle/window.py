"""Where the bundle's window and command line begin."""

import sys

from huggingtweets_gui.__main__ import main

# On macOS the helper process that a lock of multiprocessing needs is this executable, started again like a
# Python. PyInstaller's own hook for it is left out: it loads all of multiprocessing at every start.
if sys.argv[-2:-1] == ["-c"] and sys.argv[-1].startswith("from multiprocessing.resource_tracker import main"):
    exec(sys.argv[-1])
    sys.exit()
sys.exit(main())
