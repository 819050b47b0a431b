"""Constants are learnt the same from the same sets, and the shipped ones are complete."""

import json
from pathlib import Path

import pytest

from bench.learning import learn_constants, scored
from bench.sets import read_sets, shop
from faq.matching.constants import constants
from faq.matching.scores import LEXICAL, SEMANTIC
from tests.faq.matching.faqs import SHOP


@pytest.fixture
def made_set(tmp_path: Path) -> Path:
    """The shop of the tests: questions are its phrasings with a word more."""
    pairs = [(text, entry.id) for entry in SHOP for text in (entry.question, *entry.also)]
    data = {
        "meta": {},
        "train": pairs,
        "test": [[f"{text} {word}", entry] for text, entry in pairs for word in ("срочно", "завтра", "подскажите")],
        "oos": ["какая погода", "расскажи анекдот", "кто выиграл матч", "посоветуй фильм"],
    }
    path = tmp_path / "made_shop.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_the_same_sets_give_the_same_constants_and_find_the_right_entries(made_set: Path) -> None:
    first, again = (learn_constants([scored(one, None) for one in read_sets([made_set])], LEXICAL) for _ in range(2))
    assert first == again
    assert all(weight > 0 for weight in first.weights.values())


def test_sets_come_with_one_with_few_and_with_all_phrasings(made_set: Path) -> None:
    counts = [[1 + len(entry.also) for entry in one.entries] for one in read_sets([made_set])]
    assert counts == [[most] * len(SHOP) for most in (1, 2, 3, 3, 3)]
    assert all(question for one in read_sets([made_set]) for question, _ in one.questions)


def test_the_question_of_an_entry_is_kept_where_the_set_says_which_it_is(made_set: Path) -> None:
    data = json.loads(made_set.read_text(encoding="utf-8"))
    any_of_them = [entry.question for entry in next(read_sets([made_set])).entries]
    made_set.write_text(json.dumps(data | {"meta": {"canonical_first": True}}), encoding="utf-8")
    questions = [entry.question for entry in next(read_sets([made_set])).entries]
    assert questions == [entry.question for entry in SHOP]
    assert any_of_them != questions


def test_one_companys_sets_in_two_languages_are_left_out_together() -> None:
    assert shop("ru_sofmattress") == shop("hint3_sofmattress")
    assert shop("ru_shop") != shop("ru_food")


@pytest.mark.parametrize("semantic", [False, True])
def test_the_shipped_constants_are_complete(semantic: bool) -> None:
    shipped = constants(semantic)
    assert set(shipped.weights) <= set(SEMANTIC if semantic else LEXICAL)
    assert set(shipped.lines) == {"ru", "en"}
    for lines in shipped.lines.values():
        few = [row.few_phrasings for row in lines.thresholds]
        assert few == sorted(few)
        assert all(row.probabilities == sorted(row.probabilities, reverse=True) for row in lines.thresholds)


def test_a_stream_is_read_as_a_set_and_no_weights_are_learnt_of_it(made_set: Path) -> None:
    data = json.loads(made_set.read_text(encoding="utf-8"))
    said = [{"text": text, "entry": entry} for text, entry in data.pop("test")]
    said += [{"text": text, "entry": None} for text in data.pop("oos")]
    stream = made_set.with_name("ru_stream.json")
    stream.write_text(json.dumps(data | {"stream": said}), encoding="utf-8")
    read = list(read_sets([stream]))
    assert [one.phrasings for one in read] == [1, None]
    assert sum(entry is None for _, entry in read[0].questions) == 4
    assert all(one.is_stream for one in read)
    sets = [scored(one, None) for one in read_sets([made_set])]
    assert learn_constants([*sets, *(scored(one, None) for one in read)], LEXICAL) == learn_constants(sets, LEXICAL)
