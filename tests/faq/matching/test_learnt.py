"""How a matcher uses what was learnt: phrasings, questions not meant, and answers' words."""

from dataclasses import replace
from pathlib import Path

from faq.entry import Entry
from faq.matching import ArrayCache, Matcher
from tests.faq.matching.faqs import SHOP

QUESTION = "курьерка во что обойдётся"


def taught(entry_id: str, *learnt: str, unlike: tuple[str, ...] = ()) -> list[Entry]:
    return [replace(e, learnt=learnt, unlike=unlike) if e.id == entry_id else e for e in SHOP]


def probability(matcher: Matcher, question: str, entry_id: str) -> float:
    return next((one.probability for one in matcher.match(question, limit=8) if one.entry.id == entry_id), 0.0)


def test_a_learnt_phrasing_finds_its_entry() -> None:
    before = Matcher(SHOP, semantic=False)
    after = before.updated(taught("price", QUESTION))
    asked = "во что обойдётся ваша курьерка?"
    assert probability(after, asked, "price") > probability(before, asked, "price") + 0.2
    assert after.match(asked)[0].entry.id == "price"


def test_a_learnt_phrasing_is_not_certain_as_an_own_one_is() -> None:
    matcher = Matcher(taught("price", QUESTION), semantic=False)
    assert matcher.match(QUESTION)[0].probability < 1
    assert matcher.match("почём доставка")[0].probability == 1


def test_learnt_phrasings_never_loosen_the_line() -> None:
    learnt = [
        replace(e, learnt=tuple(f"{word} {e.question}" for word in ("раз", "два", "три", "четыре"))) for e in SHOP
    ]
    assert Matcher(learnt, semantic=False).bands(0.1) == Matcher(SHOP, semantic=False).bands(0.1)


def test_what_looks_like_a_question_not_meant_is_less_probable() -> None:
    asked = "сколько стоит доставка воды в офис каждый день"
    before = Matcher(SHOP, semantic=False)
    after = before.updated(taught("price", unlike=("доставка воды в офис",)))
    assert before.match(asked)[0].entry.id == "price"
    assert probability(after, asked, "price") < probability(before, asked, "price") - 0.1
    assert after.match("почём доставка")[0].probability == 1, "an own phrasing stays certain"
    assert probability(after, "как вернуть покупку", "return") == probability(before, "как вернуть покупку", "return")


def test_an_answers_words_tell_its_entry() -> None:
    answers = {"price": "По городу 300 рублей. Лифт и подъём на этаж входят в стоимость."}
    with_answers = [replace(e, answer=answers.get(e.id, "")) for e in SHOP]
    before, after = Matcher(SHOP, semantic=False), Matcher(with_answers, semantic=False)
    assert probability(after, "подъём на этаж входит?", "price") > probability(
        before, "подъём на этаж входит?", "price"
    )
    assert after.match("входит ли в стоимость лифт и подъём на этаж?")[0].entry.id == "price"


def test_some_answers_may_have_no_sentence() -> None:
    answers = {"time": "Курьер выезжает дважды в день.", "size": "Сетка размеров висит в примерочной."}
    matcher = Matcher([replace(e, answer=answers.get(e.id, "…")) for e in SHOP], semantic=False)
    assert matcher.match("курьер выезжает днём?")[0].entry.id == "time"
    assert matcher.match("висит ли сетка в примерочной")[0].entry.id == "size"


def test_expressions_and_addresses_in_answers_are_no_words() -> None:
    told = replace(SHOP[0], answer="{{ hours.today }} {% if shop %} [подробнее](https://example.org/dostavka)")
    plain = replace(SHOP[0], answer="")
    for question in ("hours today", "shop", "example dostavka"):
        found = [Matcher([one, *SHOP[1:]], semantic=False).match(question) for one in (told, plain)]
        assert [m.probability for m in found[0]] == [m.probability for m in found[1]]


def test_updating_gives_what_building_anew_gives() -> None:
    entries = taught("price", QUESTION, unlike=("доставка воды в офис",))
    entries = [replace(e, answer=f"Ответ про {e.question} Подробно расскажет оператор.") for e in entries]
    updated, anew = Matcher(SHOP, semantic=False).updated(entries), Matcher(entries, semantic=False)
    for question in (QUESTION, "вода в офис", "подробно расскажите", "не могу зайти"):
        assert updated.match(question) == anew.match(question)


def test_learnt_texts_and_answers_are_kept_between_runs(tmp_path: Path) -> None:
    entries = [replace(e, answer="Расскажет оператор.") for e in taught("price", QUESTION, unlike=("вода в офис",))]
    cache = ArrayCache(tmp_path)
    Matcher(entries, semantic=False).save(cache)
    restarted, anew = Matcher(entries, semantic=False, cache=cache), Matcher(entries, semantic=False)
    for question in (QUESTION, "вода в офис каждый день", "оператор"):
        assert restarted.match(question) == anew.match(question)
