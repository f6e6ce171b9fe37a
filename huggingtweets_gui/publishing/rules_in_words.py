"""The rules that chose a bot's tweets, in words for its card."""

from datetime import date

from huggingtweets_gui.publishing.card_text import listed
from huggingtweets_gui.tweets.rules import BETTER, CLASSIC, Rules

_NAMES = {CLASSIC: "classic", BETTER: "better"}
_CLAUSES = {
    "join_notes": "long tweets are read whole",
    "only_last_edit": "of an edited tweet only the last version is kept",
    "leave_out_circle": "tweets to a circle are left out",
    "drop_duplicates": "of tweets that are nearly the same only the first is kept",
    "drop_automatic": "what programs such as IFTTT sent is left out",
    "count_letters": "shortness goes by letters where a script sets no spaces",
    "strip_mentions": "replies lose the names they begin with",
    "join_threads": "answers to one's own tweets are joined to them",
    "keep_newlines": "line breaks are kept",
    "mask_contacts": "e-mail addresses and telephone numbers are masked",
    "mask_names": "names of other accounts are masked",
}


def rules_in_words(rules: Rules) -> str:
    """Return ``classic`` or ``better``, or what rules set by hand do beyond the classic ones, as a clause."""
    if rules in _NAMES:
        return _NAMES[rules]
    clauses = [clause for name, clause in _CLAUSES.items() if getattr(rules, name)]
    if rules.since or rules.until:
        clauses.append(f"only tweets sent {_span(rules.since, rules.until)} are kept")
    if rules.languages is not None:
        codes = sorted(rules.languages)
        noun = "language" if len(codes) == 1 else "languages"
        clauses.append(f"only tweets in the {noun} {listed(codes)} are kept" if codes else "none is kept")
    return "; ".join(clauses)


def _span(since: date | None, until: date | None) -> str:
    parts = [f"from {since}" if since else "", f"up to {until}" if until else ""]
    return " ".join(filter(None, parts))
