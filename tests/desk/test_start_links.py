"""Links with a start parameter: what is signed is read back, and nothing else is confirmed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.start_links import (
    LinkError,
    StartLink,
    entry_id_in,
    entry_parameter,
    is_parameter,
    read_link,
    signed_parameter,
    signing_key,
    start_url,
)

KEY = signing_key("1:TEST")
kinds = st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,15}", fullmatch=True).filter(lambda kind: kind != "faq")
anything = st.text(min_size=1, max_size=60)


@pytest.mark.parametrize("value", ["4411", "A_12--34-", "А-4411", "№ 4411/2", "x--abcdefghijkl", "😀"])
def test_a_signed_order_is_read_back(value: str) -> None:
    parameter = signed_parameter("order", value, KEY)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", parameter)
    assert read_link(parameter, KEY) == StartLink("order", value, is_confirmed=True)


@given(kinds, anything)
def test_whatever_can_be_signed_is_read_back(kind: str, value: str) -> None:
    try:
        parameter = signed_parameter(kind, value, KEY)
    except LinkError:
        return
    assert is_parameter(parameter)
    assert read_link(parameter, KEY) == StartLink(kind, value, is_confirmed=True)


def test_the_signature_stays_what_it_is() -> None:
    """Links are printed on paper: no later version may make another one."""
    assert signed_parameter("order", "4411", KEY) == "order_4411--odyaxrkjbhu4"


@given(st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True))
def test_a_made_up_parameter_is_read_and_not_confirmed(parameter: str) -> None:
    link = read_link(parameter, KEY)
    assert not link.is_confirmed
    assert 0 < len(link.value) <= 64


def test_one_changed_character_is_enough() -> None:
    parameter = signed_parameter("order", "4411", KEY)
    for place, letter in enumerate(parameter):
        forged = parameter[:place] + ("b" if letter == "a" else "a") + parameter[place + 1 :]
        assert not read_link(forged, KEY).is_confirmed


def test_another_desk_s_signature_leaves_the_number_readable() -> None:
    assert read_link(signed_parameter("order", "4411", signing_key("1:OLD")), KEY) == StartLink("order", "4411", False)


def test_an_encoded_value_without_a_signature_stays_encoded() -> None:
    """«4411 ✓» in it would look confirmed."""
    link = read_link(signed_parameter("order", "4411 ✓", signing_key("1:OLD")), KEY)
    assert (link.kind, "✓" in link.value) == ("", False)


@pytest.mark.parametrize("parameter", ["promo", "order_", "order", "_", "-", "--aaaaaaaaaaaa", "vk_ads_2"])
def test_a_foreign_mark_stands_as_it_came(parameter: str) -> None:
    assert read_link(parameter, KEY) == StartLink("", parameter, is_confirmed=False)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("заказ", "1"),
        ("", "1"),
        ("faq", "1"),
        ("or_der", "1"),
        ("a" * 17, "1"),
        ("order", ""),
        ("order", " "),
        ("order", "1\n2"),
        ("order", "\u202e1"),
        ("order", "1" * 46),
        ("order", "ж" * 17),
    ],
)
def test_what_can_not_be_a_link(kind: str, value: str) -> None:
    with pytest.raises(LinkError):
        signed_parameter(kind, value, KEY)


def test_the_longest_order_fits() -> None:
    assert len(signed_parameter("order", "1" * 44, KEY)) == 64


@pytest.mark.parametrize("text", ["", "a" * 65, "где мой заказ", "order_4411!", "order 1", "a\n"])
def test_what_no_link_brings(text: str) -> None:
    assert not is_parameter(text)


def test_an_entry_is_named_by_its_id() -> None:
    assert entry_id_in(entry_parameter("delivery-price")) == "delivery-price"
    assert entry_id_in("faq_how_to--abcdefghijkl") == "how_to--abcdefghijkl"
    assert entry_id_in("order_faq_1") is None
    assert is_parameter(entry_parameter("a" * 40))


def test_the_url() -> None:
    assert start_url("my_shop_bot", "faq_way") == "https://t.me/my_shop_bot?start=faq_way"
