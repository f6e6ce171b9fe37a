"""Where the bundle's engine begins."""

import multiprocessing

from huggingtweets_gui.engine.__main__ import main

# The helper process that locks of multiprocessing need on macOS is this executable, started again.
multiprocessing.freeze_support()
main()
