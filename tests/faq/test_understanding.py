"""A message is read whole and by its parts. What the entries would say to each text stands in a table."""

from collections.abc import Mapping

from faq import Answer, Decision, Entry, HandOff, Match, Preview, Suggest, understand
from faq.understanding import Ask

PRICE = Match(Entry("price", "Сколько стоит доставка?"), 0.97)
HOURS = Match(Entry("hours", "Когда вы открыты?"), 0.96)
RETURN = Match(Entry("return", "Как вернуть товар?"), 0.4)
NOBODY = HandOff((), "nothing_close")


def known(table: Mapping[str, Decision]) -> Ask:
    return lambda text, _: table.get(text, NOBODY)


def test_two_sure_questions_get_both_answers_in_their_order() -> None:
    ask = known({"Сколько стоит доставка?": Answer(PRICE), "А завтра вы открыты?": Answer(HOURS)})
    found = understand("Сколько стоит доставка? А завтра вы открыты?", ask)
    assert (found.answers, found.left, found.decision) == ((PRICE, HOURS), "", None)


def test_what_the_sure_part_leaves_open_is_decided_by_itself() -> None:
    ask = known({"сколько стоит доставка?": Answer(PRICE)})
    found = understand("Добрый вечер! Заказ 4512 не пришёл, а ещё сколько стоит доставка?", ask)
    assert (found.answers, found.left, found.decision) == ((PRICE,), "Заказ 4512 не пришёл", NOBODY)


def test_a_part_about_what_is_answered_already_is_not_left_open() -> None:
    maybe = Suggest((Match(PRICE.entry, 0.5), RETURN))
    ask = known({"Сколько стоит доставка?": Answer(PRICE), "Мне нужна недорогая доставка.": maybe})
    found = understand("Мне нужна недорогая доставка. Сколько стоит доставка?", ask)
    assert (found.answers, found.left) == ((PRICE,), "")


def test_an_entry_that_was_just_stated_is_not_offered_for_the_rest() -> None:
    maybe = Suggest((RETURN, Match(PRICE.entry, 0.3)))
    ask = known({"Сколько стоит доставка?": Answer(PRICE), "Хочу вернуть диван.": maybe})
    found = understand("Хочу вернуть диван. Сколько стоит доставка?", ask)
    assert found.decision == Suggest((RETURN,))


def test_what_only_the_whole_is_sure_of_takes_all_of_it() -> None:
    text = "Лифт дома сломан. Сколько возьмут грузчики?"
    found = understand(text, known({text: Answer(PRICE), "Сколько возьмут грузчики?": Answer(HOURS)}))
    assert (found.answers, found.left) == ((PRICE,), "")


def test_a_case_of_the_customers_own_is_never_swallowed() -> None:
    text = "Заказ 4512 не пришёл. Сколько возьмут грузчики?"
    found = understand(text, known({text: Answer(PRICE)}))
    assert (found.answers, found.left, found.decision) == ((PRICE,), "Заказ 4512 не пришёл.", NOBODY)


def test_with_nothing_sure_the_whole_is_decided() -> None:
    text = "Лифт дома сломан. Сколько возьмут грузчики?"
    found = understand(text, known({text: Suggest((RETURN,))}))
    assert (found.answers, found.left, found.decision) == ((), text, Suggest((RETURN,)))


def test_of_several_questions_one_is_asked_back_and_the_others_wait() -> None:
    texts = ("Сколько возьмут грузчики?", "Хочу вернуть диван.", "Можно вернуть его в субботу?", "Какие у вас обои?")
    decisions = Preview((Match(PRICE.entry, 0.6),)), Preview((RETURN,)), Suggest((RETURN,)), NOBODY
    whole = " ".join(texts)
    table: dict[str, Decision] = {whole: Suggest((RETURN,)), **dict(zip(texts, decisions, strict=True))}
    found = understand(whole, known(table))
    assert (found.answers, found.decision, found.asked) == ((), decisions[0], texts[0])
    assert found.put_off == "\n".join(texts[1:])
    assert found.left == "\n".join(texts)


def test_beside_a_sure_answer_it_is_the_same() -> None:
    texts = ("Сколько стоит доставка?", "Хочу вернуть диван?", "А завтра вы открыты?")
    maybe = Preview((RETURN,)), Suggest((Match(HOURS.entry, 0.4),))
    table: dict[str, Decision] = dict(zip(texts, (Answer(PRICE), *maybe), strict=True))
    found = understand(" ".join(texts), known(table))
    assert (found.answers, found.decision, found.asked, found.put_off) == ((PRICE,), maybe[0], texts[1], texts[2])


def test_what_tells_about_the_question_does_not_wait() -> None:
    told, asked = "Купили диван неделю назад.", "Можно вернуть?"
    found = understand(f"{told} {asked}", known({f"{told} {asked}": Suggest((RETURN,)), asked: Suggest((RETURN,))}))
    assert (found.left, found.decision, found.put_off) == (f"{told} {asked}", Suggest((RETURN,)), "")


def test_where_nothing_is_like_the_whole_a_person_reads_it_at_once() -> None:
    text = "Можно вернуть диван? Какие у вас обои?"
    found = understand(text, known({"Можно вернуть диван?": Suggest((RETURN,))}))
    assert (found.left, found.decision, found.put_off) == (text, NOBODY, "")


def test_a_message_of_a_burst_that_is_beside_the_answer_is_left() -> None:
    maybe = Suggest((Match(PRICE.entry, 0.5),))
    burst = "У меня сломался чайник\nдоставка\nпочём доставка"
    table: dict[str, Decision] = {burst: Answer(PRICE), "доставка": maybe, "доставка\nпочём доставка": Answer(PRICE)}
    found = understand(burst, known(table))
    assert (found.answers, found.left, found.decision) == ((PRICE,), "У меня сломался чайник", NOBODY)


def test_a_question_in_several_messages_needs_each_of_them() -> None:
    found = understand("а почём\nдоставка", known({"а почём\nдоставка": Answer(PRICE)}))
    assert (found.answers, found.left) == ((PRICE,), "")


def test_the_begin_of_a_question_that_was_put_anew_is_not_left() -> None:
    found = understand("почём\nпочём доставка", known({"почём доставка": Answer(PRICE)}))
    assert (found.answers, found.left) == ((PRICE,), "")


def test_no_choice_is_offered_where_a_message_asks_something_else() -> None:
    maybe = Suggest((RETURN,))
    burst = "У меня сломался чайник\nвозврат"
    found = understand(burst, known({burst: maybe, "возврат": Suggest((Match(RETURN.entry, 0.5),))}))
    assert (found.answers, found.left, found.decision) == ((), burst, HandOff((RETURN,), "nothing_close"))


def test_what_a_choice_is_made_likelier_by_belongs_to_it() -> None:
    burst = "купила диван неделю назад\nвозврат"
    found = understand(burst, known({burst: Suggest((RETURN,)), "возврат": Suggest((Match(RETURN.entry, 0.2),))}))
    assert found.decision == Suggest((RETURN,))


def test_what_comes_behind_very_many_messages_is_never_hidden_by_an_answer() -> None:
    burst = "\n".join([*(f"сломался чайник {number}" for number in range(14)), "почём доставка"])
    last = "\n".join(burst.split("\n")[7:])
    found = understand(burst, known({burst: Answer(PRICE), last: Answer(PRICE)}))
    assert found.answers == (PRICE,)
    assert "сломался чайник 13" in found.left


def test_parts_that_are_sure_only_together_are_answered_too() -> None:
    text = "Сколько стоит доставка? Чайник сломался совсем. Хочу вернуть деньги."
    left = "Чайник сломался совсем.\nХочу вернуть деньги."
    sure = Match(RETURN.entry, 0.97)
    found = understand(text, known({"Сколько стоит доставка?": Answer(PRICE), left: Answer(sure)}))
    assert (found.answers, found.left, found.decision) == ((PRICE, sure), "", None)


def test_the_more_parts_the_surer_each_must_be() -> None:
    asked: dict[str, int] = {}

    def ask(text: str, among: int) -> Decision:
        asked[text] = among
        return NOBODY

    understand("Лифт дома сломан. Сколько возьмут грузчики? Чайник тоже сломался.", ask)
    assert sorted(asked.values()) == [1, 3, 3, 3]
