"""Making a bot's folder, the plans, and the choice of a base model."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.bot_record import BaseInfo
from huggingtweets_gui.library.bot_store import Bot, read_bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.tweets.dataset import read_dataset
from huggingtweets_gui.tweets.rules import BETTER, CLASSIC, Verdict
from huggingtweets_gui.workflow import catalogue
from huggingtweets_gui.workflow.base_choice import choose_base, is_present, starter_gguf
from huggingtweets_gui.workflow.bases import MANIFEST
from huggingtweets_gui.workflow.choosing import Choice, choose, judged_tweets
from huggingtweets_gui.workflow.importing import import_sources
from huggingtweets_gui.workflow.new_bot import create_bot
from huggingtweets_gui.workflow.plans import PLANS, expected_seconds, hyperparameters
from tests.archives import ACCOUNT, AVATAR, invented_tweets, official_zip

PLAN = PLANS["balanced"]
BASE = BaseInfo(key="starter", name="SmolLM2 135M", repo=None, licence="apache-2.0", folder="base")


@pytest.fixture
def choice(library: Library, tmp_path: Path) -> Choice:
    import_sources(library, [official_zip(tmp_path / "gulls.zip", invented_tweets(300))])
    return choose(library, "gull_keeper", BETTER)


def make(library: Library, choices: list[Choice], folder: Path | None = None) -> Bot:
    return create_bot(library, choices, BASE, PLAN, hyperparameters(PLAN, 135_000_000, seed=3), folder)


def test_a_new_bot_holds_all_its_training_needs(library: Library, choice: Choice) -> None:
    bot = make(library, [choice])
    record = bot.record
    entries = read_dataset(bot.layout.dataset)
    judged = judged_tweets(library, "gull_keeper", BETTER)
    kept = [one.text for one in judged if one.verdict is Verdict.KEPT]
    assert sorted(entry.text for entry in entries) == sorted(kept)
    assert record.dataset_sha256 == hashlib.sha256(bot.layout.dataset.read_bytes()).hexdigest()
    assert record.name == ACCOUNT["accountDisplayName"]
    assert record.authors[0].counts == choice.counts
    assert (record.rules, record.plan, record.base, record.result) == ("better", "balanced", BASE, None)
    picture = bot.layout.avatar("gull_keeper")
    assert picture is not None
    assert picture.read_bytes() == AVATAR
    assert library.bots.all() == [read_bot(bot.folder)] == [bot]


def test_the_seed_of_the_plan_draws_the_split(library: Library, choice: Choice) -> None:
    assert make(library, [choice]).record.dataset_sha256 == make(library, [choice]).record.dataset_sha256


def test_a_bot_learns_by_its_own_rules_whoever_judged_last(library: Library, choice: Choice) -> None:
    before = make(library, [choice]).record
    choose(library, "gull_keeper", CLASSIC)
    after = make(library, [choice]).record
    assert (after.dataset_sha256, after.authors) == (before.dataset_sha256, before.authors)


def test_too_little_text_leaves_no_folder(library: Library, choice: Choice) -> None:
    left_out = [one.tweet.id for one in judged_tweets(library, "gull_keeper", BETTER)[20:]]
    library.verdicts.leave_out("gull_keeper", left_out)
    with pytest.raises(UserError) as caught:
        make(library, [choice])
    assert caught.value.code is ErrorCode.TOO_LITTLE_TEXT
    assert not library.home.bots.exists()


def test_a_folder_of_the_users_must_be_new_or_empty(library: Library, choice: Choice, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert make(library, [choice], tmp_path / "empty").folder == tmp_path / "empty"
    assert make(library, [choice], tmp_path / "new" / "deep").folder.is_dir()
    (tmp_path / "file").touch()
    for taken in (tmp_path / "empty", tmp_path / "file"):
        with pytest.raises(UserError) as caught:
            make(library, [choice], taken)
        assert caught.value.code is ErrorCode.FOLDER_NOT_EMPTY
    with pytest.raises(UserError) as caught:
        make(library, [choice], tmp_path / "file" / "bot")
    assert caught.value.code is ErrorCode.NOT_PERMITTED


def test_the_record_says_which_rules_were_set_by_hand(library: Library, choice: Choice) -> None:
    by_hand = choose(library, choice.author.handle, replace(CLASSIC, keep_newlines=True))
    assert make(library, [by_hand]).record.rules == "line breaks are kept"


def test_what_the_user_sets_overrides_the_plan() -> None:
    usual = hyperparameters(PLAN, 135_000_000)
    assert (usual.epochs, usual.max_seconds, usual.seed, usual.device) == (2, None, 0, "auto")
    assert hyperparameters(PLANS["quick"], 135_000_000).max_seconds == 120
    own = hyperparameters(PLAN, 135_000_000, epochs=0.5, max_seconds=60, seed=9, device="cpu")
    assert (own.epochs, own.max_seconds, own.seed, own.device) == (0.5, 60, 9, "cpu")
    assert hyperparameters(PLAN, 500_000_000).learning_rate < usual.learning_rate


def test_longer_plans_and_larger_models_take_longer() -> None:
    times = [expected_seconds(plan, 135_000_000, 50_000, 1e12) for plan in PLANS.values()]
    assert times == sorted(times)
    assert expected_seconds(PLANS["quick"], 10**9, 10**7, 1e10) == 120
    assert expected_seconds(PLAN, 2 * 10**8, 50_000, 1e12) > times[1]


def test_the_base_models_of_the_catalogue_are_chosen_by_key(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gpt2").mkdir()  # A folder that is called the same takes nothing away.
    for model in catalogue.CATALOGUE:
        base = choose_base(model.key, home)
        assert base.folder == str(home.bases / model.key)
        assert not is_present(base)


def test_a_base_model_whose_download_was_cut_off_is_not_present(home: Home) -> None:
    base = choose_base("gpt2", home)
    folder = Path(base.folder)
    folder.mkdir(parents=True)
    # The small files come first: they are there long before the weights.
    (folder / "config.json").write_text("{}", encoding="utf-8")
    assert not is_present(base)
    files = [{"name": "config.json", "size": 2}]
    (folder / MANIFEST).write_text(json.dumps({"files": files}), encoding="utf-8")
    assert is_present(base)


def test_a_base_model_that_is_none_is_told(home: Home, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        choose_base("gpt9", home)
    assert caught.value.code is ErrorCode.UNKNOWN_BASE
    with pytest.raises(UserError) as caught:
        choose_base(str(tmp_path), home)
    assert caught.value.code is ErrorCode.BASE_UNREADABLE


def test_a_missing_starter_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UserError) as caught:
        starter_gguf()
    assert caught.value.code is ErrorCode.STARTER_MISSING
