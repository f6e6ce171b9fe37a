"""Where the bundle's window and command line begin."""

import multiprocessing
import sys

from huggingtweets_gui.__main__ import main

# The helper process that locks of multiprocessing need on macOS is this executable, started again.
multiprocessing.freeze_support()
sys.exit(main())
