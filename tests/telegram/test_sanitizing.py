"""Sanitized updates hold only characters that can be stored and sent, whatever the JSON contained."""

from bot.telegram.sanitizing import sanitized


def test_half_of_a_surrogate_pair_and_nul_are_replaced_wherever_they_stand() -> None:
    update = sanitized(r'{"message": {"text": "a\ud83d\u0000b", "names": ["\udc00"], "id": 5}}')
    assert update == {"message": {"text": "a\ufffd\ufffdb", "names": ["\ufffd"], "id": 5}}


def test_whole_pairs_stay() -> None:
    assert sanitized(r'{"text": "\ud83d\ude00"}') == {"text": "😀"}
