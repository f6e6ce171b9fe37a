"""The model card of a bot: ``README.md`` in its folder, in the form of huggingtweets' cards."""

from datetime import datetime
from string import Template

from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.resources import resource
from huggingtweets_gui.library.bot_record import BotRecord
from huggingtweets_gui.publishing import card_sections as sections

_TEMPLATE = "texts/model_card.md"
_DIAGRAM = "card/pipeline.svg"
_FIELDS = ["language", "license", "base_model", "library_name", "pipeline_tag", "tags", "widget"]


def write_card(layout: BotLayout, record: BotRecord) -> None:
    """Write the model card, and beside it the diagram that it shows.

    The card holds no tweet, and nothing of the computer it was made on but the device's kind.

    Args:
        layout: the bot's folder, with the avatars where there are any.
        record: of a trained bot.

    Raises:
        ValueError: the bot is not trained.
        OSError: the folder cannot be written.
    """
    text = f"---\n{_front_matter(record)}\n---\n\n{_body(layout, record, layout.diagram.name)}"
    atomic.write_bytes(layout.diagram, resource(_DIAGRAM).read_bytes())
    atomic.write_text(layout.card, text)


def _front_matter(record: BotRecord) -> str:
    # Not imported before it is needed: the Hub's client takes a second to load.
    from huggingface_hub import ModelCardData

    data = ModelCardData(
        language=record.languages or None,
        license=record.base.licence,
        base_model=record.base.repo,
        library_name="transformers",
        pipeline_tag="text-generation",
        tags=["huggingtweets"],
        widget=[{"text": "My dream is"}],
    )
    return data.to_yaml(original_order=_FIELDS)


def _body(layout: BotLayout, record: BotRecord, diagram: str) -> str:
    result = record.result
    if result is None:
        raise ValueError("only a trained bot has a model card")
    template = Template(resource(_TEMPLATE).read_text(encoding="utf-8"))
    return template.substitute(
        heading=sections.heading(layout, record),
        diagram=diagram,
        authors=sections.authors(record.authors),
        counts=sections.counts(record.authors),
        rules=sections.rules(record.rules),
        base=sections.base(record.base),
        licence=sections.licence(record.base),
        hyperparameters=sections.hyperparameters(record.plan, record.hyperparameters),
        run=sections.run(result),
        metrics=sections.metrics(result),
        lineage=sections.lineage(record, result),
        date=datetime.fromisoformat(record.created).date(),
        versions=sections.versions(record.versions),
        limitations=sections.limitations(record.base),
    )
