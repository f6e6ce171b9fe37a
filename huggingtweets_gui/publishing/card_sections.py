"""The parts of a model card that depend on the bot; ``resources/texts/model_card.md`` holds the others."""

from collections.abc import Sequence

from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.library.bot_record import (
    BaseInfo,
    BotAuthor,
    BotRecord,
    Hyperparameters,
    TrainingResult,
)
from huggingtweets_gui.publishing.card_text import duration, escaped, listed, quantity, table
from huggingtweets_gui.tweets.model import profile_address
from huggingtweets_gui.tweets.rules import Verdict

_COUNTS = {
    "downloaded": "Tweets downloaded",
    Verdict.RETWEET: "Retweets",
    Verdict.SHORT: "Short tweets",
    Verdict.CIRCLE: "Tweets to a circle",
    Verdict.SUPERSEDED: "Older versions of edited tweets",
    Verdict.AUTOMATIC: "Tweets sent by other programs",
    Verdict.OTHER_DATE: "Tweets of other dates",
    Verdict.OTHER_LANGUAGE: "Tweets in other languages",
    Verdict.LEFT_OUT: "Tweets left out by hand",
    Verdict.JOINED: "Tweets joined to the first of their thread",
    Verdict.DUPLICATE: "Near-duplicates",
    Verdict.KEPT: "Tweets kept",
}
_RULES = {
    "classic": (
        "They were chosen and cleaned by the classic rules, those of huggingtweets: retweets, tweets of "
        "fewer than three words and links are left out."
    ),
    "better": (
        "They were chosen and cleaned by the better rules. Like the classic ones of huggingtweets, these "
        "leave out retweets, tweets of fewer than three words and links. Besides, long tweets are read "
        "whole, edited tweets once, private ones not at all, replies without the names they begin with, "
        "and shortness goes by letters where a script sets no spaces."
    ),
}
_LICENCES = {"apache-2.0": "Apache-2.0", "mit": "MIT"}
_DEVICES = {"cpu": "the CPU", "cuda": "a GPU (CUDA)", "mps": "an Apple GPU (MPS)"}
_ENDINGS = {
    "complete": "It went on to its planned end.",
    "early-stop": "It ended early, when the validation loss fell no more.",
    "time": "It ended when its time was up.",
    "stopped": "It was ended by hand.",
    "diverged": "It ended when the loss was no longer a number, also at a quarter of the learning rate.",
}


def heading(layout: BotLayout, record: BotRecord) -> str:
    """Return the pictures, the name and the handles, as HTML without an empty line."""
    handles = [author.handle for author in record.authors]
    pictures = [
        f'<img src="{picture.name}" alt="Picture of @{escaped(handle)}" width="132" height="132" '
        'style="border-radius: 50%; object-fit: cover">'
        for handle in handles
        if (picture := layout.avatar(handle))
    ]
    kind = "AI BOT" if len(handles) == 1 else "CYBORG"
    return "\n".join(
        [
            "<div>",
            *(['<div style="display: flex; gap: 8px">', *pictures, "</div>"] if pictures else []),
            '<div style="margin-top: 8px; font-size: 19px; font-weight: 800">'
            f"{escaped(record.name)} 🤖 {kind}</div>",
            f'<div style="font-size: 15px">{listed([_at(handle) for handle in handles])} bot</div>',
            "</div>",
        ]
    )


def authors(authors: Sequence[BotAuthor]) -> str:
    """Return the authors' handles, linked."""
    return listed([_profile(author.handle) for author in authors])


def counts(authors: Sequence[BotAuthor]) -> str:
    """Return the table of what became of the tweets, one column an author, only reasons that occurred."""
    columns = [_at(author.handle) for author in authors] if len(authors) > 1 else ["Quantity"]
    rows = [
        [title, *(f"{author.counts.get(key, 0):,}" for author in authors)]
        for key, title in _COUNTS.items()
        if any(key in author.counts for author in authors)
    ]
    return table(["Data", *columns], rows, align="---:")


def rules(name: str) -> str:
    """Return by which rules the tweets were chosen, given what ``rules_in_words`` calls them."""
    by_hand = (
        "They were chosen and cleaned by rules set by hand. Retweets, tweets of fewer than three words and "
        f"links are left out. Besides, {escaped(name)}."
    )
    return _RULES.get(name, by_hand)


def base(base: BaseInfo) -> str:
    """Return the base model's name, linked where its page is known."""
    return _linked(escaped(base.name), base)


def licence(base: BaseInfo) -> str:
    """Return the licence, which a bot takes over from its base model."""
    if base.licence is None:
        return "The licence of its weights is not known: find out before you share this bot."
    name = _LICENCES.get(base.licence, escaped(base.licence))
    return f"Its weights are under the licence {name}, and so is this bot."


def _schedule(chosen: Hyperparameters) -> str:
    end = f"{chosen.final_rate_share:.0%} of the peak" if chosen.final_rate_share > 0 else "zero"
    return f"warm-up over {chosen.warmup_share:.0%} of a reading, then a cosine down to {end}"


def hyperparameters(plan: str, chosen: Hyperparameters) -> str:
    """Return the table of how the training was to go."""
    rows = [
        ("Plan", escaped(plan)),
        ("Readings, each from the base model on", f"{chosen.readings:,}"),
        ("Epochs of a reading, at most", f"{chosen.epochs:g}"),
        ("Learning rate, at its peak", f"{chosen.learning_rate:g}"),
        ("Schedule", _schedule(chosen)),
        ("Weight decay", f"{chosen.weight_decay:g}"),
        ("Batch size", f"about {quantity(chosen.batch_tokens, 'token')}"),
        ("Evaluations an epoch", f"{chosen.evaluations_per_epoch:,}"),
        ("Patience", f"{quantity(chosen.patience, 'evaluation')} without progress"),
        ("Time, at most", duration(chosen.max_seconds) if chosen.max_seconds is not None else "no limit"),
        ("Seed", str(chosen.seed)),
    ]
    return table(["Hyperparameter", "Value"], rows)


def run(result: TrainingResult) -> str:
    """Return how the training went, in sentences."""
    device = _DEVICES.get(result.device, escaped(result.device))
    epochs = f"{result.epochs:.3g}"
    return (
        f"The training took {duration(result.seconds)} on {device} in {escaped(result.precision)}: "
        f"{quantity(result.steps, 'step')}, or {epochs} {'epoch' if epochs == '1' else 'epochs'}. "
        f"{_ENDINGS[result.reason]} "
        f"{_kept(result)}, where the validation loss was lowest."
    )


def _kept(result: TrainingResult) -> str:
    if result.readings == 1:
        return f"The weights kept are those after step {result.best_step:,}"
    return (
        f"The weights kept are the mean of {result.readings} readings, the last of them up to "
        f"step {result.best_step:,}"
    )


def metrics(result: TrainingResult) -> str:
    """Return the table of losses before and after the training."""
    rows = [
        ("Validation loss, nats a token", f"{result.base_loss:.3f}", f"{result.best_loss:.3f}"),
        ("Validation loss, bits a character", f"{result.base_bits:.3f}", f"{result.best_bits:.3f}"),
        ("Test loss, nats a token", "–", _measured(result.test_loss)),
        ("Test loss, bits a character", "–", _measured(result.test_bits)),
    ]
    return table(["Metric", "Base model", "This bot"], rows, align="---:")


def lineage(record: BotRecord, result: TrainingResult) -> str:
    """Return the table of checksums, from the tweets as they were read to the bot's weights."""
    rows = [
        *((f"Tweets of {_at(author.handle)}, as read", author.raw_sha256) for author in record.authors),
        ("Dataset", record.dataset_sha256),
        ("Weights of the base model", record.base.sha256),
        ("Weights of this bot", result.weights_sha256),
    ]
    return table(["What", "SHA-256"], [(what, f"`{digest}`") for what, digest in rows])


def versions(versions: dict[str, str]) -> str:
    """Return what the bot was made with."""
    return listed([escaped(f"{name} {version}") for name, version in versions.items()])


def limitations(base: BaseInfo) -> str:
    """Return whose limitations the bot shares, linked where the base model's page is known."""
    return _linked(f"the same limitations and bias as {escaped(base.name)}", base)


def _measured(loss: float | None) -> str:
    return "not measured" if loss is None else f"{loss:.3f}"


def _at(handle: str) -> str:
    return f"@{escaped(handle)}"


def _profile(handle: str) -> str:
    address = profile_address(handle)
    return f"[{_at(handle)}]({address})" if address else _at(handle)


def _linked(text: str, base: BaseInfo) -> str:
    return f"[{text}](https://huggingface.co/{base.repo})" if base.repo else text
