"""Finding the files of ``resources/`` in a checkout, an installed wheel and a frozen bundle."""

import sys
from pathlib import Path

from huggingtweets_gui import __name__ as package_name


def resource(name: str) -> Path:
    """Return the path of the resource ``name``, such as ``"styles/window.qss"``.

    Raises:
        FileNotFoundError: the program is not installed whole.
    """
    package = Path(sys.modules[package_name].__path__[0])
    # A checkout keeps the folder beside the package; a wheel and a bundle carry it inside.
    for folder in (package / "resources", package.parent / "resources"):
        path = folder / name
        if path.exists():
            return path
    raise FileNotFoundError(f"resource {name} not found beside or in {package}")
