import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq import VARIABLES
from faq.problems import to_problems
from faq.templates import EmptyValue, EmptyValuesError, TemplateFailedError, fill, template_faults

VALUES = {
    "hours": {"today": "9–18", "tomorrow": "10–16", "week": "пн–пт", "next_opening": "завтра в 9:00", "is_open": False},
    "company": {"name": "Дом", "phone": "+7", "address": "Москва"},
    "customer": {"name": ""},
}


def filled(template: str) -> str:
    return fill(template, VALUES, str)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Сегодня {{ hours.today }}.", "Сегодня 9–18."),
        ("{% if hours.is_open %}да{% else %}{{ hours.next_opening }}{% endif %}", "завтра в 9:00"),
        ("{{ customer.name or 'гость' }}", "гость"),
        ("{{ customer.name | default('гость', true) | title }}", "Гость"),
        ("{{ 'да' if hours.is_open else 'нет' }}{# заметка #}", "нет"),
        ("{% if company.phone is defined and not hours.is_open == true %}{{ company.name ~ '!' }}{% endif %}", "Дом!"),
        ("Скидка 5 % и {скобки}", "Скидка 5 % и {скобки}"),
    ],
)
def test_variables_and_conditions(template: str, text: str) -> None:
    assert list(template_faults(template, "a.md", 1)) == []
    assert filled(template) == text


@pytest.mark.parametrize(
    ("template", "what"),
    [
        ("{% for i in hours.week %}a{% endfor %}", "for"),
        ("{% set a = hours.today %}", "set"),
        ("{{ hours.today * 1000000 }}", "mul"),
        ("{{ 2 ** 100000 }}", "pow"),
        ("{{ hours.today.upper() }}", "( )"),
        ("{{ hours['today'] }}", "[ ]"),
        ("{% include 'x' %}", "include"),
        ("{% macro a() %}{% endmacro %}", "macro"),
        ("{{ 2 is divisibleby 2 }}", "is divisibleby"),
        ("{% if hours.is_open %}\n{% else %}{{ [1, 2] }}{% endif %}", "list"),
    ],
)
def test_what_could_run_away_is_refused(template: str, what: str) -> None:
    faults = list(template_faults(template, "a.md", 10))
    assert [(fault.kind, fault.values["what"]) for fault in faults] == [("template-forbidden", what)]
    with pytest.raises(TemplateFailedError):
        filled(template)


@pytest.mark.parametrize(
    ("template", "name", "meant"),
    [
        ("{{ 'a' | replace('a', 'aaaaaaaaaa') }}", "replace", ""),
        ("{{ 'a' | center(1000000000) }}", "center", ""),
        ("{{ customer.name | titel }}", "titel", "title"),
    ],
)
def test_a_filter_that_is_not_allowed_comes_with_those_that_are(template: str, name: str, meant: str) -> None:
    (fault,) = template_faults(template, "a.md", 10)
    assert (fault.kind, fault.values["name"], fault.values["similar"]) == ("template-filter", name, meant)
    assert fault.values["known"] == "capitalize, default, lower, title, trim, upper"
    with pytest.raises(TemplateFailedError):
        filled(template)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("hours.todya", "hours.today"),
        ("company.phon", "company.phone"),
        ("hours", ""),
        ("weather", ""),
        ("customer.name.first", "customer.name"),
        ("company.__class__", ""),
    ],
)
def test_unknown_variables_are_found_in_branches_that_are_not_taken(name: str, meant: str) -> None:
    template = f"Ответ\n{{% if hours.is_open %}}да{{% else %}}{{{{ {name} }}}}{{% endif %}}"
    (fault,) = template_faults(template, "a.md", 10)
    assert (fault.kind, fault.line, fault.values["name"]) == ("template-variable", 11, name)
    assert fault.values["similar"] == meant


@pytest.mark.parametrize(
    ("template", "kind", "line"),
    [
        ("{{ hours.today", "unclosed-braces", 5),
        ("a\n{{ hours.today }\nb", "unclosed-braces", 6),
        ("{% if hours.is_open }a{% endif %}", "unclosed-braces", 5),
        ("a\n{% if hours.is_open %", "unclosed-braces", 6),
        ("a\n{% if hours.is_open %}b\nc\n", "unclosed-block", 6),
        ("{% if hours.is_open %}\n{% if customer.name %}\n{% endif %}\n", "unclosed-block", 5),
        ("{% if hours.is_open %}\n{% else %}\nb", "unclosed-block", 5),
        ("{% for day in hours.week %}a", "unclosed-block", 5),
        ("{% endif %}", "stray-tag", 5),
        ("a\n{% else %}", "stray-tag", 6),
        ("{% iff hours.is_open %}", "unknown-tag", 5),
        ("{% if hours.is_open %}\n{% elseif 1 %}{% endif %}", "unknown-tag", 6),
        ("a\n{# note", "unclosed-comment", 6),
        ("a\nb\n{{ '", "character", 7),
        ("{{ customer.name or «гость» }}", "character", 5),
        ("a\n{% if %}", "syntax", 6),
        ("{{ hours today }}", "syntax", 5),
        ("{{ x | nope }}{%", "syntax", 5),
    ],
)
def test_broken_templates_name_their_mistake_and_its_line(template: str, kind: str, line: int) -> None:
    (fault,) = template_faults(template, "a.md", 5)
    assert (fault.kind, fault.line) == (f"template-{kind}", line)


@pytest.mark.parametrize(
    "template", ["{% if hours.is_open %}a", "{% iff a %}", "{{ hours.today", "{{ a b }}", "{{ «а» }}"]
)
def test_a_mistake_is_told_in_its_author_s_language(template: str) -> None:
    """Nothing that jinja2 says in English gets into a Russian sentence."""
    (told,) = to_problems(template_faults(template, "a.md", 1), "ru")
    sentences = re.sub(r"\{[{%].*?[}%]\}|hours\.today|[{}%]+|«[^»]*»", "", f"{told.reason} {told.remedy}")
    assert re.findall("[A-Za-z]+", sentences) == []
    assert ".." not in sentences


@pytest.mark.parametrize(
    "template", ["{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "{% if 1 %}" * 500 + "{% endif %}" * 500]
)
def test_templates_that_are_nested_too_deeply_are_a_problem_not_a_crash(template: str) -> None:
    assert [fault.kind for fault in template_faults(template, "a.md", 1)] == ["template-too-deep"]


def test_a_value_that_is_missing_at_run_time_is_an_error() -> None:
    with pytest.raises(TemplateFailedError, match="phone"):
        fill("{{ company.phone }}", {"company": {}}, str)


@pytest.mark.parametrize(
    ("template", "empty"),
    [
        ("Звоните: **{{ company.phone }}**.", [(1, "company.phone")]),
        (
            "а\n{{ company.phone | upper }}\n{{ company.name ~ company.address }}",
            [(2, "company.phone"), (3, "company.address")],
        ),
        ("{% if company.phone %}{{ company.phone }}{% endif %}\n{{ company.phone }}", [(2, "company.phone")]),
        ("{% if hours.is_open %}{{ company.phone }}{% endif %}Да", []),
        ("{% if not company.phone %}Нет{% else %}{{ company.phone }}{% endif %}", []),
        ("{{ company.phone or 'нет' }}, {{ company.phone | default('нет') }}", []),
        ("{% if company.phone == '' or company.phone is undefined %}Нет{% endif %}", []),
        ("{{ 'Да' if company.phone != '' else 'Нет' }}", []),
    ],
)
def test_an_empty_setting_can_be_asked_about_and_not_shown(template: str, empty: list[tuple[int, str]]) -> None:
    values = {**VALUES, "company": {"name": "Дом", "phone": "", "address": " "}}
    if not empty:
        assert "Да" in (text := fill(template, values, str)) or "ет" in text
        return
    with pytest.raises(EmptyValuesError) as caught:
        fill(template, values, str)
    assert caught.value.values == tuple(EmptyValue(*one) for one in empty)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Здравствуйте, {{ customer.name }}!", "Здравствуйте!"),
        ("{{ customer.name }}, добрый день", "добрый день"),
        ("Звоните **{{ customer.name }}** сюда", "Звоните сюда"),
        ("Звоните (**_{{ customer.name }}_**) сюда.", "Звоните сюда."),
        ("**Для {{ customer.name }}** скидка", "**Для** скидка"),
        ("**{{ customer.name }} скидка**", "**скидка**"),
        ("Шоурум {% if hours.is_open %}открыт, он {% endif %}во дворе", "Шоурум во дворе"),
        (
            "Шоурум {% if hours.is_open %}открыт{% endif %} во дворе {% if hours.is_open %}x{% endif %}.",
            "Шоурум во дворе.",
        ),
        ("- а\n- {% if hours.is_open %}б{% endif %}\n- в", "- а\n- в"),
        ("- а\n  - {% if hours.is_open %}б {% endif %}в", "- а\n  - в"),
        ("а\n{% if hours.is_open %}\nб\n{% endif %}\n  в", "а\n\n  в"),
        ("Да {% if hours.is_open %}x{% endif %}**нет**", "Да **нет**"),
        ("Имя: ____  и {{ company.name }}", "Имя: ____  и Дом"),
    ],
)
def test_what_is_not_there_leaves_no_gap(template: str, text: str) -> None:
    assert filled(template) == text


def test_every_variable_of_the_table_can_be_used() -> None:
    for name in VARIABLES:
        assert list(template_faults(f"{{{{ {name} }}}}", "a.md", 1)) == []


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["{{", "}}", "{%", "%}", " if ", " else ", "endif", "hours.today", "'", "|", "(", "\n", "a", "{#"]
        )
    ).map("".join)
)
def test_what_the_check_lets_through_can_be_filled_in(template: str) -> None:
    if not list(template_faults(template, "a.md", 1)):
        assert isinstance(filled(template), str)
