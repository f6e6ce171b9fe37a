"""Files as desktops name them: by a path, or by an address that begins with ``file:``."""

import os
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit


def path_of(name: str) -> Path:
    """Return the absolute path of a file.

    Args:
        name: a path, relative to the working folder where it is so; or a ``file:`` address, in which
            percent signs may stand for bytes that are no UTF-8.
    """
    if not name.lower().startswith("file:"):
        return Path(name).absolute()
    parts = urlsplit(name)
    if os.name == "nt":
        # It brings half of the net along, which a window that opens does not wait for.
        from urllib.request import url2pathname

        # A computer's name leads to its shared folders.
        computer = f"//{parts.netloc}" if parts.netloc not in ("", "localhost") else ""
        return Path(url2pathname(f"{computer}{parts.path}"))
    return Path(os.fsdecode(unquote_to_bytes(os.fsencode(parts.path)))).absolute()
