"""What holds for any FAQ and any question."""

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faq.entry import Entry
from faq.matching.matcher import Matcher
from tests.faq.matching.faqs import SHOP

pytestmark = pytest.mark.slow

ANY_TEXT = st.text(max_size=200) | st.text(
    alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя abcdef?!.,-0123456789", max_size=200
)
QUESTIONS = ("скока стоит привезти", "не могу зайти", "ghbdtn rfr jgkfnbnm", "закажите такси", "размер")
few_examples = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def shop() -> Matcher:
    return Matcher(SHOP, semantic=False)


@few_examples
@given(question=ANY_TEXT)
def test_any_text_gets_probabilities_between_zero_and_one_in_falling_order(shop: Matcher, question: str) -> None:
    found = [match.probability for match in shop.match(question)]
    assert all(0 <= probability <= 1 for probability in found)
    assert found == sorted(found, reverse=True)


@few_examples
@given(order=st.permutations(SHOP))
def test_the_order_of_entries_never_matters(shop: Matcher, order: list[Entry]) -> None:
    shuffled = Matcher(order, semantic=False)
    for question in QUESTIONS:
        assert shuffled.match(question) == shop.match(question)


@few_examples
@given(
    texts=st.lists(ANY_TEXT.filter(lambda text: any(c.isalnum() for c in text)), min_size=2, max_size=6, unique=True)
)
def test_an_entrys_own_phrasing_finds_it_at_once(texts: list[str]) -> None:
    matcher = Matcher([Entry(f"e{i}", text) for i, text in enumerate(texts)], semantic=False)
    for i, text in enumerate(texts):
        for match in matcher.match(text)[:1]:
            assert match.entry.id == f"e{i}" or match.probability < 1


@pytest.mark.parametrize("entry", SHOP, ids=lambda entry: entry.id)
def test_every_phrasing_of_an_entry_is_certain(shop: Matcher, entry: Entry) -> None:
    for phrasing in (entry.question, *entry.also, entry.question.upper(), f"  {entry.question} !!"):
        best = shop.match(phrasing)[0]
        assert (best.entry, best.probability) == (entry, 1.0)


def test_an_unrelated_entry_changes_little(shop: Matcher) -> None:
    more = Matcher(
        [*SHOP, Entry("parrot", "Чем кормить волнистого попугая?", ("корм попугаю", "что едят птицы"))], semantic=False
    )
    for question in ("скока стоит привезти", "не могу зайти в кабинет", "какой размер брать"):
        before, after = shop.match(question)[0], more.match(question)[0]
        assert before.entry == after.entry
        assert abs(before.probability - after.probability) < 0.15


def test_updating_gives_what_building_anew_gives(shop: Matcher) -> None:
    changed = [Entry("price", "Почём привезти?", ("цена доставки",)), *SHOP[2:], Entry("gift", "Упакуете в подарок?")]
    updated, anew = shop.updated(changed), Matcher(changed, semantic=False)
    for question in (*QUESTIONS, "подарок", "цена"):
        assert updated.match(question) == anew.match(question)
    assert updated.threshold(0.05) == anew.threshold(0.05)
    assert shop.match("когда привезут заказ")[0].entry.id == "time", "the old matcher stays as it was"


def test_the_same_question_gets_the_same_answer_in_every_process() -> None:
    program = (
        "from faq import Matcher; from tests.faq.matching.faqs import SHOP; m = Matcher(SHOP, semantic=False);"
        f"print([[(x.entry.id, x.probability) for x in m.match(q)] for q in {QUESTIONS!r}])"
    )
    answers = {_run(program, seed) for seed in ("0", "1", "random")}
    assert len(answers) == 1


def _run(program: str, hash_seed: str) -> str:
    environment = {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    return done.stdout
