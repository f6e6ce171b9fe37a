"""Gives the programs that the window starts, such as a browser, the libraries of the system and not ours.

PyInstaller runs this before the program. Its bootloader has pointed ``LD_LIBRARY_PATH`` at the bundle for
this process, whose loader has read it by now.
"""

import os

_before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
os.environ.pop("LD_LIBRARY_PATH", None)
if _before is not None:
    os.environ["LD_LIBRARY_PATH"] = _before
