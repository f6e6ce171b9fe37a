from huggingtweets_gui.tweets.threads import chains


def test_a_chain_is_followed_through_all_its_answers_in_the_order_sent() -> None:
    assert chains({30: 20, 10: None, 20: 10, 40: None}) == [[10, 20, 30]]


def test_the_first_answer_goes_on_and_another_begins_a_thread_of_its_own() -> None:
    assert chains({1: None, 2: 1, 3: 1, 4: 2, 5: 3}) == [[1, 2, 4], [3, 5]]


def test_answers_to_others_and_to_what_is_not_there_are_no_threads() -> None:
    assert chains({1: None, 2: 99, 3: None}) == []


def test_made_up_ids_do_no_harm() -> None:
    assert chains({0: None, 1: None, 2: 2, 3: 4, 4: 3}) == [[3, 4]]
