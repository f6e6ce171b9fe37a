"""Which column of a table is offered first, where it is not clear which one has the posts."""

from huggingtweets_gui.tweets.formats.sheet import find_sheet


def test_the_column_with_the_most_words_is_the_likeliest() -> None:
    rows = "\n".join(f"{n},a short line of mine,a somewhat longer line of somebody else" for n in range(1, 9))
    sheet = find_sheet(f"number,mine,theirs\n{rows}\n".encode())
    assert sheet is not None
    assert sheet.text(None) is None
    assert sheet.wordiest() == 2
