"""What languages are called."""

from PySide6.QtCore import QLocale

from huggingtweets_gui.tweets.languages import UNKNOWN


def language_name(code: str) -> str:
    """Return the English name of a language by its code, as ``languages.language`` returns it."""
    if code == UNKNOWN:
        return "Language not known"
    language = QLocale.codeToLanguage(code)
    known = language not in (QLocale.Language.AnyLanguage, QLocale.Language.C)
    return QLocale.languageToString(language) if known else code
