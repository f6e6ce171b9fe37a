"""Whether a window can be shown here. Qt itself would end the process without a word for the user.

Asked before Qt is loaded, and so without it.
"""

import ctypes
import importlib.util
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.system_libraries import for_window, install_command, missing

_XCB_PLUGIN = "Qt/plugins/platforms/libqxcb.so"
_LIBRARY = re.compile(r"[\w.+-]+\.so[.\d]*")


def require_screen(environment: Mapping[str, str]) -> None:
    """See to it that Qt will find a screen. Only Linux is asked: elsewhere there always is one.

    Args:
        environment: the environment of this process.

    Raises:
        UserError: NO_SCREEN, SCREEN_UNREACHABLE, SYSTEM_LIBRARY_MISSING.
    """
    if not sys.platform.startswith("linux") or environment.get("QT_QPA_PLATFORM", "xcb") != "xcb":
        return
    if environment.get("WAYLAND_DISPLAY") and "QT_QPA_PLATFORM" not in environment:
        return
    if not environment.get("DISPLAY"):
        raise UserError(ErrorCode.NO_SCREEN)
    _require_plugin(environment)
    if not _is_reached():
        raise UserError(ErrorCode.SCREEN_UNREACHABLE, name=environment["DISPLAY"])


def import_failure(error: ImportError, environment: Mapping[str, str]) -> UserError:
    """Return what to tell of an import that failed: a library of the system's or a module is missing."""
    if sys.platform.startswith("linux") and "cannot open shared object file" in str(error):
        return _library_failure(str(error), environment)
    return UserError(ErrorCode.NOT_INSTALLED_WHOLE, details=str(error), name=error.name or error)


def _require_plugin(environment: Mapping[str, str]) -> None:
    """Load what Qt will load to reach an X11 screen: its error names the library that is missing."""
    package = importlib.util.find_spec("PySide6")
    for folder in (package and package.submodule_search_locations) or ():
        plugin = Path(folder) / _XCB_PLUGIN
        if plugin.exists():
            try:
                ctypes.CDLL(str(plugin))
            except OSError as error:
                raise _library_failure(str(error), environment) from error


def _library_failure(message: str, environment: Mapping[str, str]) -> UserError:
    absent = missing(for_window(environment))
    # The loader names the first one only, which may be one that the list does not know.
    named = _LIBRARY.findall(message)[:1]
    names = dict.fromkeys([library.name for library in absent] + named)
    command = install_command(absent) if absent else None
    how = f"as root with “{command}”" if command else "with the packages of your system that hold them"
    return UserError(ErrorCode.SYSTEM_LIBRARY_MISSING, details=message, names=", ".join(names), how=how)


def _is_reached() -> bool:
    """Connect to the screen that the environment names.

    The connection stays until the process ends: an X server that loses its last client starts anew, just
    when Qt wants to connect.
    """
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    return not xcb.xcb_connection_has_error(connection)
