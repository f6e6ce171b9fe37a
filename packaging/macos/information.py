"""What the Finder reads of the app: its Info.plist."""

from typing import Any


def information() -> dict[str, Any]:
    """Return the entries that PyInstaller does not write by itself.

    Zip files can be opened with the app; what opens them by default stays as it is.
    """
    return {
        "CFBundleExecutable": "HuggingTweets",
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Archive of tweets",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": ["public.zip-archive"],
            }
        ],
        "LSApplicationCategoryType": "public.app-category.utilities",
        # The engine beside the window is a console program, for which PyInstaller would hide the app.
        "LSBackgroundOnly": False,
        # What the wheels of torch and PySide6 are built for.
        "LSMinimumSystemVersion": "14.0",
        "NSHighResolutionCapable": True,
        # The window follows the system into the dark.
        "NSRequiresAquaSystemAppearance": False,
    }
