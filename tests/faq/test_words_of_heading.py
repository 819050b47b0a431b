import pytest

from faq.folder import Source
from faq.formatting import fmt
from faq.parsing import parse_file
from faq.parsing.words_of_heading import words_of_heading


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ('<a name="price"></a>Сколько стоит доставка?', "Сколько стоит доставка?"),
        ("Сколько стоит <b>доставка</b>?", "Сколько стоит доставка?"),
        ("[Как вернуть](https://shop.example/returns) товар?", "Как вернуть товар?"),
        ("[Как вернуть][returns] товар?", "Как вернуть товар?"),
        ("Как вернуть?[¶](#kak-vernut)", "Как вернуть?"),
        ("🚚 Где мой заказ?", "Где мой заказ?"),
        ("Где мой заказ? 😊❗️", "Где мой заказ?"),
        ("❓ Вопрос 4. Есть ли самовывоз?", "Есть ли самовывоз?"),
        ("Q5: Работаете ли в выходные?", "Работаете ли в выходные?"),
        ("Q. What is it?", "What is it?"),
        ("**В: Есть ли самовывоз?**", "Есть ли самовывоз?"),
        ("**6\\. Есть ли гарантия?**", "Есть ли гарантия?"),
        ("(7) Есть ли гарантия?", "Есть ли гарантия?"),
        ("№ 7 Есть ли гарантия?", "Есть ли гарантия?"),
        ("7️⃣ Есть ли гарантия?", "Есть ли гарантия?"),
        ("а) Есть ли гарантия?", "Есть ли гарантия?"),
        ("IV. Есть ли гарантия?", "Есть ли гарантия?"),
        (":truck: Возите за город? :smile:", "Возите за город?"),
        ("7.1 Сколько ждать?", "Сколько ждать?"),
        ("7.1.2. Сколько ждать?", "Сколько ждать?"),
        ("Вопрос: можно ли картой?", "можно ли картой?"),
        ("Сколько ждать?##", "Сколько ждать?"),
        ("Сколько ждать?[^1]", "Сколько ждать?"),
        ("![](icon.png) Сколько ждать? {.faq}", "Сколько ждать?"),
        ("&laquo;Ромашка&raquo; — это вы?", "«Ромашка» — это вы?"),
    ],
)
def test_a_heading_is_its_words_alone(heading: str, words: str) -> None:
    assert words_of_heading(heading) == words
    assert words_of_heading(words) == words


@pytest.mark.parametrize(
    "heading",
    [
        "24 часа работаете?",
        "2.5 кг довезёте?",
        "3D-печать делаете?",
        "В чём разница?",
        "Вопрос оплаты",
        "Вопрос — ответ",
        "Вопросы и ответы",
        "C++ и C# преподаёте?",
        "Работаете ли в 12:30:45?",
        "В 9:30 открываетесь?",
        "5 – это много?",
        "🚚",
        "1.",
    ],
)
def test_words_that_only_look_like_a_label_stay(heading: str) -> None:
    assert words_of_heading(heading) == heading


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("Вопрос: можно ли картой?", "**Ответ:** Можно.", "Можно."),
        ("Можно ли картой?", "Ответ: можно.", "можно."),
        ("Можно ли картой?", "**Ответ: можно.** Любой.", "**можно.** Любой."),
        ("Q5: By card?", "A5: Yes.", "Yes."),
        ("В: Можно ли картой?", "О: Да.", "Да."),
        ("By card?", "Answer:\nYes.", "Yes."),
        ("Какие зоны?", "А: центр, Б: область.", "А: центр, Б: область."),
        ("Где?", "Ответственный: Анна.", "Ответственный: Анна."),
    ],
)
def test_the_label_before_an_answer_goes_too(question: str, answer: str, said: str) -> None:
    (parsed,) = parse_file(Source("a.md", "ru", f"## {question}\n\n{answer}\n")).entries
    assert parsed.entry.answer == said


@pytest.mark.parametrize("end", ["{#price}", "{: #price}", "{ #price .big }", '{#price .big data-x="1"}'])
def test_an_id_as_other_programs_write_it(end: str) -> None:
    (parsed,) = parse_file(Source("a.md", "ru", f"## Сколько стоит? {end}\n\n300 ₽.\n")).entries
    assert (parsed.entry.question, parsed.entry.id, parsed.has_id) == ("Сколько стоит?", "price", True)


def test_fmt_leaves_the_heading_to_its_author() -> None:
    text = "## 🚚 [Где](https://shop.example) мой заказ? {#gde-moy-zakaz}\n\nВ пути.\n"
    assert fmt(Source("a.md", "ru", text)).text == text


def test_questions_that_begin_alike_get_ids_of_their_own() -> None:
    begin = "Сколько стоит доставка в Московскую область, если"
    text = f"## {begin} срочно?\n\nРаз.\n\n## {begin} не к спеху?\n\nДва.\n"
    first, second = (parsed.entry.id for parsed in parse_file(Source("a.md", "ru", text)).entries)
    assert second == f"{first[: 40 - 2].rstrip('-')}-2"
