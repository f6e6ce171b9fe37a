import re
from dataclasses import replace
from pathlib import Path

import pytest
from huggingface_hub import ModelCard

from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.library.bot_record import (
    BaseInfo,
    BotAuthor,
    BotRecord,
    Hyperparameters,
    TrainingResult,
)
from huggingtweets_gui.publishing.model_card import write_card

STARTER = BaseInfo(
    key="starter",
    name="SmolLM2-135M-Instruct, dequantised from Q4_1",
    repo="HuggingFaceTB/SmolLM2-135M-Instruct",
    licence="apache-2.0",
    folder="/home/mira/bases/starter",
    sha256="b" * 64,
)
OWN_FOLDER = BaseInfo(
    key="/home/mira/models/tiny", name="tiny", repo=None, licence=None, folder="/home/mira/models/tiny"
)
PLAN = Hyperparameters(
    epochs=2,
    learning_rate=1e-4,
    warmup_share=0.06,
    weight_decay=0.01,
    batch_tokens=448,
    evaluations_per_epoch=4,
    patience=1,
    max_seconds=None,
    seed=7,
    device="auto",
    prompt="My secret is",
)
RESULT = TrainingResult(
    reason="early-stop",
    steps=1_320,
    epochs=1.96,
    seconds=3_661.2,
    base_loss=6.2124,
    base_bits=2.9316,
    best_loss=4.1051,
    best_bits=1.9372,
    best_step=1_280,
    test_loss=4.2018,
    test_bits=1.9828,
    device="cuda",
    precision="bf16",
    weights_sha256="f" * 64,
)


def author(handle: str, name: str = "", **counts: int) -> BotAuthor:
    counts = counts or {"downloaded": 1_768, "retweets": 481, "short": 282, "kept": 1_005}
    return BotAuthor(handle=handle, name=name or handle, counts=counts, raw_sha256="a" * 64)


def record(*authors: BotAuthor, base: BaseInfo = STARTER, rules: str = "better") -> BotRecord:
    authors = authors or (author("mira_keel", "Mira Keel"),)
    return BotRecord(
        name=" & ".join(one.name for one in authors),
        created="2026-11-23T06:48:11+01:00",
        authors=list(authors),
        rules=rules,
        languages=["en", "no"],
        dataset_sha256="d" * 64,
        base=base,
        plan="balanced",
        hyperparameters=PLAN,
        result=RESULT,
        versions={"huggingtweets-gui": "0.1.0", "torch": "2.13.0+cu128"},
    )


@pytest.fixture
def layout(tmp_path: Path) -> BotLayout:
    return BotLayout(tmp_path)


def card_of(layout: BotLayout, record: BotRecord) -> str:
    write_card(layout, record)
    return layout.card.read_text(encoding="utf-8")


def rows(card: str, first_title: str) -> list[list[str]]:
    """Return the cells of the table whose first column has this title, without its delimiters."""
    table = re.search(rf"^\| {first_title} \|.*\n(?:\|.*\n)+", card, re.MULTILINE)
    assert table
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table[0].splitlines()
        if not line.startswith("| ---")
    ]


def test_front_matter_is_read_back_by_the_hub_s_own_reader(layout: BotLayout) -> None:
    write_card(layout, record())
    data = ModelCard.load(layout.card).data.to_dict()
    assert data == {
        "language": ["en", "no"],
        "license": "apache-2.0",
        "base_model": "HuggingFaceTB/SmolLM2-135M-Instruct",
        "library_name": "transformers",
        "pipeline_tag": "text-generation",
        "tags": ["huggingtweets"],
        "widget": [{"text": "My dream is"}],
    }


def test_what_is_not_known_is_left_out_of_the_front_matter(layout: BotLayout) -> None:
    card = card_of(layout, replace(record(base=OWN_FOLDER), languages=[]))
    data = ModelCard(card).data.to_dict()
    assert {"language", "license", "base_model", "datasets", "thumbnail"}.isdisjoint(data)
    assert "licence of its weights is not known" in card
    assert "based on a pre-trained tiny," in card
    assert "same limitations and bias as tiny." in card


def test_the_sections_stand_in_the_order_of_huggingtweets(layout: BotLayout) -> None:
    assert re.findall(r"^## (.+)$", card_of(layout, record()), re.MULTILINE) == [
        "How does it work?",
        "Training data",
        "Training procedure",
        "How to use",
        "Limitations and bias",
        "About",
    ]


def test_counts_of_one_author(layout: BotLayout) -> None:
    assert rows(card_of(layout, record()), "Data") == [
        ["Data", "Quantity"],
        ["Tweets downloaded", "1,768"],
        ["Retweets", "481"],
        ["Short tweets", "282"],
        ["Tweets kept", "1,005"],
    ]


def test_counts_of_three_authors_have_a_column_each(layout: BotLayout) -> None:
    card = card_of(
        layout,
        record(
            author("otto", downloaded=10, retweets=1, short=2, superseded=3, kept=4),
            author("tilde", downloaded=1_000, retweets=0, short=0, kept=1_000),
            author("mira_keel", downloaded=9, retweets=0, short=0, circle=2, duplicates=1, kept=6),
        ),
    )
    assert rows(card, "Data") == [
        ["Data", "@otto", "@tilde", "@mira_keel"],
        ["Tweets downloaded", "10", "1,000", "9"],
        ["Retweets", "1", "0", "0"],
        ["Short tweets", "2", "0", "0"],
        ["Tweets to a circle", "0", "0", "2"],
        ["Older versions of edited tweets", "3", "0", "0"],
        ["Near-duplicates", "0", "0", "1"],
        ["Tweets kept", "4", "1,000", "6"],
    ]
    assert "otto &#38; tilde &#38; mira_keel 🤖 CYBORG" in card
    assert ">@otto, @tilde and @mira_keel bot<" in card
    assert "[@tilde](https://twitter.com/tilde) and [@mira_keel](https://twitter.com/mira_keel)." in card


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ("classic", "by the classic rules, those of huggingtweets"),
        ("better", "by the better rules"),
        ("line breaks are kept", "by rules set by hand. Retweets, tweets of fewer than three words and "),
        ("line breaks are kept", "are left out. Besides, line breaks are kept."),
    ],
)
def test_the_card_says_which_rules_chose_the_tweets(layout: BotLayout, rules: str, told: str) -> None:
    assert told in card_of(layout, record(rules=rules))


def test_the_starter_is_called_what_it_is(layout: BotLayout) -> None:
    card = card_of(layout, record())
    assert (
        "[SmolLM2-135M-Instruct, dequantised from Q4_1]"
        "(https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct)" in card
    )
    assert "under the licence Apache-2.0" in card


def test_the_training_is_told_in_numbers(layout: BotLayout) -> None:
    card = card_of(layout, record())
    assert ["Validation loss, nats a token", "6.212", "4.105"] in rows(card, "Metric")
    assert ["Test loss, bits a character", "–", "1.983"] in rows(card, "Metric")
    assert ["Learning rate, at its peak", "0.0001"] in rows(card, "Hyperparameter")
    assert ["Patience", "1 evaluation without progress"] in rows(card, "Hyperparameter")
    assert "took 1 hour 1 minute on a GPU (CUDA) in bf16: 1,320 steps, or 1.96 epochs." in card
    assert "Made on 2026-11-23 with huggingtweets-gui 0.1.0 and torch 2.13.0+cu128." in card


def test_the_mean_of_several_readings_is_called_so(layout: BotLayout) -> None:
    plan, result = replace(PLAN, readings=4), replace(RESULT, readings=3)
    card = card_of(layout, replace(record(), hyperparameters=plan, result=result))
    assert ["Readings, each from the base model on", "4"] in rows(card, "Hyperparameter")
    assert f"the mean of 3 readings, the last of them up to step {result.best_step:,}" in card


def test_what_was_not_measured_is_said(layout: BotLayout) -> None:
    result = replace(RESULT, test_loss=None, test_bits=None, reason="diverged")
    card = card_of(layout, replace(record(), result=result))
    assert ["Test loss, nats a token", "–", "not measured"] in rows(card, "Metric")
    assert ["Test loss, bits a character", "–", "not measured"] in rows(card, "Metric")
    assert "It ended when the loss was no longer a number" in card


def test_the_lineage_goes_from_the_tweets_to_the_weights(layout: BotLayout) -> None:
    assert rows(card_of(layout, record()), "What") == [
        ["What", "SHA-256"],
        ["Tweets of @mira_keel, as read", f"`{'a' * 64}`"],
        ["Dataset", f"`{'d' * 64}`"],
        ["Weights of the base model", f"`{'b' * 64}`"],
        ["Weights of this bot", f"`{'f' * 64}`"],
    ]


def test_the_snippet_is_python_that_names_no_place_of_the_users(layout: BotLayout) -> None:
    snippet = re.search(r"```python\n(.+?)```", card_of(layout, record()), re.DOTALL)
    assert snippet
    compile(snippet[1], "snippet", "exec")
    assert "pipeline('text-generation', model='./model')" in snippet[1]


@pytest.mark.parametrize("base", [STARTER, OWN_FOLDER])
def test_nothing_of_the_computer_is_told(layout: BotLayout, base: BaseInfo) -> None:
    card = card_of(layout, record(base=base))
    assert "/home/" not in card
    assert str(layout.folder) not in card
    assert PLAN.prompt not in card


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "`](https://evil.example) ![x](y)",
        "**bold** __under__ ~~struck~~ | cell | $$x$$",
        "one\n\n---\nlanguage: xx\n---\n# two",
        "turned \u202eround\u2069\x00 &lt;b&gt; \ud83d",
        "</div><img src=x onerror=alert(1)>",
    ],
)
def test_a_hostile_name_is_shown_as_it_is_and_breaks_nothing(layout: BotLayout, name: str) -> None:
    plain = card_of(layout, record(author("mira_keel", "Mira")))
    card = card_of(layout, record(author("mira_keel", name)))
    shown = next(line for line in card.splitlines() if "AI BOT" in line)
    plain_line = next(line for line in plain.splitlines() if "AI BOT" in line)
    assert card.replace(shown, plain_line) == plain
    inside = shown.removeprefix(plain_line.partition("Mira")[0]).removesuffix(" 🤖 AI BOT</div>")
    assert not set(inside) & set("<>`*[]|$~\n\u202e\u2069\x00")


def test_handles_with_underscores_are_not_taken_for_emphasis(layout: BotLayout) -> None:
    card = card_of(layout, record(author("_mira_"), author("mira_keel")))
    assert "[@&#95;mira&#95;](https://twitter.com/_mira_)" in card
    assert rows(card, "Data")[0] == ["Data", "@&#95;mira&#95;", "@mira_keel"]


def test_every_picture_of_the_card_lies_beside_it(layout: BotLayout) -> None:
    layout.new_avatar("mira_keel", b"\xff\xd8\xff").write_bytes(b"\xff\xd8\xff")
    layout.new_avatar("otto", b"\x89PNG\r\n").write_bytes(b"\x89PNG\r\n")
    card = card_of(layout, record(author("mira_keel"), author("otto"), author("tilde")))
    pictures = re.findall(r'<img src="([^"]+)"|!\[[^\]]*\]\(([^)]+)\)', card)
    names = [html or markdown for html, markdown in pictures]
    assert names == ["avatar-mira_keel.jpg", "avatar-otto.png", "pipeline.svg"]
    assert all((layout.folder / name).is_file() for name in names)


def test_a_bot_without_a_training_has_no_card(layout: BotLayout) -> None:
    with pytest.raises(ValueError, match="trained"):
        write_card(layout, replace(record(), result=None))
    assert not any(layout.folder.iterdir())
