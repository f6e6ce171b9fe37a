"""Scripts that set no spaces between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese."""

import re

UNSPACED = re.compile(
    "["
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Burmese
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana, and the iteration mark of kanji
    "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # ideographs
    "]"
)
"""Matches one character of these scripts."""
