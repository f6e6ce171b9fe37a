"""Which tweets are kept under which rules, and that the counts add up."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from msgspec import structs

from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.rules import BETTER, CLASSIC, Judged, Rules, Verdict, count, judge

TEXT = "The gulls have formed a committee."


def tweet(text: str = TEXT, number: int = 1, **fields: object) -> Tweet:
    return Tweet(id=number, created_at=datetime(2021, 3, 11, tzinfo=UTC), text=text, **fields)  # type: ignore[arg-type]


def judged(one: Tweet, rules: Rules) -> Judged:
    [result] = judge([one], rules)
    return result


@pytest.mark.parametrize("rules", [BETTER, CLASSIC])
@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        (tweet(), Verdict.KEPT),
        (tweet(f"RT @gull: {TEXT}"), Verdict.RETWEET),
        (tweet(is_retweet=True), Verdict.RETWEET),
        (tweet("https://t.co/a two words"), Verdict.SHORT),
    ],
)
def test_what_all_rules_agree_on(one: Tweet, verdict: Verdict, rules: Rules) -> None:
    assert judged(one, rules).verdict is verdict


@pytest.mark.parametrize(
    ("one", "rule", "verdict"),
    [
        (tweet(circle=True), "leave_out_circle", Verdict.CIRCLE),
        (tweet(superseded=True), "only_last_edit", Verdict.SUPERSEDED),
        (tweet(application="IFTTT"), "drop_automatic", Verdict.AUTOMATIC),
        (tweet(application="twitterfeed"), "drop_automatic", Verdict.AUTOMATIC),
    ],
)
def test_each_reason_to_drop_is_a_rule_of_its_own(one: Tweet, rule: str, verdict: Verdict) -> None:
    assert judged(one, replace(CLASSIC, **{rule: True})).verdict is verdict
    assert judged(one, replace(BETTER, **{rule: False})).verdict is Verdict.KEPT


def test_japanese_is_judged_by_its_letters() -> None:
    one = tweet("今日はとても良い天気ですね")
    assert judged(one, BETTER).verdict is Verdict.KEPT
    assert judged(one, CLASSIC).verdict is Verdict.SHORT
    assert judged(one, replace(BETTER, count_letters=False)).verdict is Verdict.SHORT
    assert judged(tweet("おはよう"), BETTER).verdict is Verdict.SHORT


def test_the_names_before_a_reply_are_stripped_from_replies_only() -> None:
    text = "@gull @pier_9 I think the tide is late"
    assert judged(tweet(text, is_reply=True), BETTER).text == "I think the tide is late"
    assert judged(tweet(text), BETTER).text == text
    assert judged(tweet(text, is_reply=True), CLASSIC).text == text
    assert judged(tweet("@gull @pier_9", is_reply=True), BETTER).verdict is Verdict.SHORT


def test_a_long_tweet_is_taken_from_its_note_which_is_not_escaped() -> None:
    one = tweet("The gulls &amp; the boats …", note_text="The gulls & the &lt;boats&gt; sail https://t.co/a")
    assert judged(one, BETTER).text == "The gulls & the &lt;boats&gt; sail"
    assert judged(one, CLASSIC).text == "The gulls & the boats …"


def test_line_breaks_are_kept_where_wanted() -> None:
    one = tweet("roses are red\n\nhttps://t.co/a\n  so is the buoy ")
    assert judged(one, BETTER).text == "roses are red so is the buoy"
    assert judged(one, replace(BETTER, keep_newlines=True)).text == "roses are red\nso is the buoy"


def test_of_near_duplicates_the_first_is_kept() -> None:
    tweets = [
        tweet("Soup again, and nobody minds it.", 1),
        tweet("A small boat and a large silence.", 2),
        tweet("SOUP again, and nobody minds it!", 3),
        tweet("Soup again, and nobody minds it.", 4),
    ]
    verdicts = [one.verdict for one in judge(tweets, replace(BETTER, drop_duplicates=True))]
    assert verdicts == [Verdict.KEPT, Verdict.KEPT, Verdict.DUPLICATE, Verdict.DUPLICATE]
    assert {one.verdict for one in judge(tweets, BETTER)} == {Verdict.KEPT}


def test_a_copy_takes_the_place_of_a_first_that_was_left_out() -> None:
    tweets = [tweet(number=1), tweet(number=2), tweet(number=3)]
    verdicts = [one.verdict for one in judge(tweets, replace(BETTER, drop_duplicates=True), {1})]
    assert verdicts == [Verdict.LEFT_OUT, Verdict.KEPT, Verdict.DUPLICATE]


def test_what_the_user_left_out_is_a_reason_only_for_what_would_be_kept() -> None:
    results = judge([tweet(number=1), tweet("too short", 2), tweet(number=3)], CLASSIC, left_out={1, 2, 99})
    assert [one.verdict for one in results] == [Verdict.LEFT_OUT, Verdict.SHORT, Verdict.KEPT]


def test_counts_add_up_and_keep_the_order_of_the_card() -> None:
    tweets = [
        tweet(number=1),
        tweet("short", 2),
        tweet("RT @gull: hello you there", 3),
        tweet(number=4, circle=True),
        tweet(number=5, superseded=True),
        tweet("One more for the road.", 6),
    ]
    counts = count(Counter(one.verdict for one in judge(tweets, BETTER, left_out={6})))
    assert list(counts.items()) == [
        ("downloaded", 6),
        ("retweets", 1),
        ("short", 1),
        ("circle", 1),
        ("superseded", 1),
        ("left_out", 1),
        ("kept", 1),
    ]


def test_the_three_counts_of_huggingtweets_appear_also_when_nothing_is_there() -> None:
    assert count({}) == {"downloaded": 0, "retweets": 0, "short": 0, "kept": 0}


def test_dates_are_kept_from_the_first_day_to_the_last_one() -> None:
    tweets = [
        structs.replace(tweet(number=day), created_at=datetime(2021, 3, day, 23, 59, tzinfo=UTC))
        for day in (1, 2, 3)
    ]

    def verdicts(**limits: date) -> list[Verdict]:
        return [one.verdict for one in judge(tweets, replace(BETTER, **limits))]

    other, kept = Verdict.OTHER_DATE, Verdict.KEPT
    assert verdicts(since=date(2021, 3, 2)) == [other, kept, kept]
    assert verdicts(until=date(2021, 3, 2)) == [kept, kept, other]
    assert verdicts(since=date(2021, 3, 2), until=date(2021, 3, 2)) == [other, kept, other]


def test_only_the_chosen_languages_are_kept() -> None:
    codes = ["en", "iw", "in", "pt-BR", "zh_TW", "qme", "und", None]
    tweets = [tweet(number=number, language=code) for number, code in enumerate(codes)]

    def kept(*languages: str) -> list[str | None]:
        results = judge(tweets, replace(BETTER, languages=frozenset(languages)))
        assert {one.verdict for one in results} <= {Verdict.KEPT, Verdict.OTHER_LANGUAGE}
        return [one.tweet.language for one in results if one.verdict is Verdict.KEPT]

    assert kept("en", "he") == ["en", "iw"]
    assert kept("id", "pt", "zh") == ["in", "pt-BR", "zh_TW"]
    assert kept("und") == ["qme", "und", None]


def test_what_somebody_wrote_ahead_is_not_automatic() -> None:
    rules = replace(BETTER, drop_automatic=True)
    assert judged(tweet(application="Hootsuite"), rules).verdict is Verdict.KEPT
    assert judged(tweet(application="Twitter for iPhone"), rules).verdict is Verdict.KEPT
    assert judged(tweet(), rules).verdict is Verdict.KEPT


def thread(*texts: str) -> list[Tweet]:
    return [tweet(text, number, reply_to_id=number - 1) for number, text in enumerate(texts, 1)]


JOINING = replace(BETTER, join_threads=True)


def test_a_thread_is_one_text_learned_with_its_first_tweet() -> None:
    results = judge(thread("The tide is late.", "Again.", "I have written to it."), JOINING)
    assert [(one.text, one.verdict) for one in results] == [
        ("The tide is late. Again. I have written to it.", Verdict.KEPT),
        ("Again.", Verdict.JOINED),
        ("I have written to it.", Verdict.JOINED),
    ]
    lines = judge(thread("The tide is late.", "Again."), replace(JOINING, keep_newlines=True))
    assert lines[0].text == "The tide is late.\nAgain."


def test_short_tweets_make_a_thread_together_unless_it_is_short_too() -> None:
    results = judge(thread("The", "tide", "is late"), JOINING)
    assert [one.verdict for one in results] == [Verdict.KEPT, Verdict.JOINED, Verdict.JOINED]
    assert results[0].text == "The tide is late"
    assert {one.verdict for one in judge(thread("The", "tide"), JOINING)} == {Verdict.SHORT}


def test_what_is_left_out_of_a_thread_by_hand_is_passed_over_but_the_first_stands_for_all() -> None:
    tweets = thread("The tide is late.", "I will not sign this.", "I have written to it.")
    passed_over = judge(tweets, JOINING, left_out={2})
    assert [one.verdict for one in passed_over] == [Verdict.KEPT, Verdict.LEFT_OUT, Verdict.JOINED]
    assert passed_over[0].text == "The tide is late. I have written to it."
    all_out = judge(tweets, JOINING, left_out={1})
    assert [one.verdict for one in all_out] == [Verdict.LEFT_OUT, Verdict.JOINED, Verdict.JOINED]
    # Taking the first in again is all that it takes.
    assert all_out[0].text == judge(tweets, JOINING)[0].text


def test_a_thread_ends_at_what_is_left_out_for_another_reason() -> None:
    first, second, third, fourth = thread(
        "The tide is late.", "Again, it is.", "I wrote to it.", "No answer came yet."
    )
    results = judge([first, structs.replace(second, circle=True), third, fourth], JOINING)
    assert [one.verdict for one in results] == [Verdict.KEPT, Verdict.CIRCLE, Verdict.KEPT, Verdict.JOINED]
    assert [one.text for one in results[::2]] == ["The tide is late.", "I wrote to it. No answer came yet."]


def test_repeated_threads_are_near_duplicates() -> None:
    rules = replace(JOINING, drop_duplicates=True)
    again = [
        structs.replace(one, id=one.id + 10, reply_to_id=one.id + 9)
        for one in thread("The tide is late.", "Again.")
    ]
    results = judge([*thread("The tide is late.", "Again."), *again], rules)
    verdicts = [Verdict.KEPT, Verdict.JOINED, Verdict.DUPLICATE, Verdict.JOINED]
    assert [one.verdict for one in results] == verdicts


def test_what_stands_for_a_name_counts_as_a_word_no_more_than_the_name() -> None:
    rules = replace(BETTER, mask_names=True, mask_contacts=True)
    assert judged(tweet("so sorry @otto"), rules).verdict is Verdict.SHORT
    assert (
        judged(tweet("Write to mira@sea.example, says @otto!"), rules).text
        == "Write to [e-mail], says [name]!"
    )


def test_slow_judging_can_be_cancelled() -> None:
    def cancel(done: int, total: int) -> None:
        assert (done, total) == (0, 2)
        raise Cancelled

    with pytest.raises(Cancelled):
        judge(thread("The tide is late.", "Again."), BETTER, report=cancel)
