"""Finding the files of ``resources/`` in a checkout, an installed wheel and a frozen bundle."""

import sys
from pathlib import Path

from huggingtweets_gui import __name__ as package_name
from huggingtweets_gui.foundation.errors import ErrorCode, UserError


def resource(name: str) -> Path:
    """Return the path of the resource ``name``, such as ``"styles/window.qss"``.

    Raises:
        UserError: NOT_INSTALLED_WHOLE.
    """
    package = Path(sys.modules[package_name].__path__[0])
    # A checkout keeps the folder beside the package; a wheel and a bundle carry it inside.
    for folder in (package / "resources", package.parent / "resources"):
        path = folder / name
        if path.exists():
            return path
    raise UserError(ErrorCode.NOT_INSTALLED_WHOLE, details=f"neither beside nor in {package}", name=name)
