"""The FAQ's answers are templates that can fill in and choose, and nothing else."""

from pathlib import Path

import pytest

from faq import FaqError
from faq.loading import check, load
from faq.problems import Problem
from faq.rendering import Text, render

VALUES = {
    "hours": {"today": "9–18", "tomorrow": "10–16", "week": "пн–пт 9–18", "next_opening": "завтра", "is_open": False},
    "company": {"name": "Дом", "phone": "+7", "address": "Москва"},
    "customer": {"name": "Мария"},
}
LONGEST_VALUE = 200
ESCAPES = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ hours.__class__ }}",
    "{{ hours['__class__'] }}",
    "{{ hours|attr('__class__') }}",
    "{{ customer.name.__init__.__globals__ }}",
    "{{ self }}",
    "{{ self.__init__.__globals__.__builtins__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id') }}",
    "{{ joiner() }}",
    "{{ namespace(a=1) }}",
    "{{ range(10**9) }}",
    "{{ dict(a=1) }}",
    "{% for i in range(10**9) %}a{% endfor %}",
    "{% set a = 'a' %}",
    "{% macro a() %}{{ a() }}{% endmacro %}",
    "{% call hours.today() %}{% endcall %}",
    "{% filter upper %}a{% endfilter %}",
    "{% include 'config.toml' %}",
    "{% import 'os' as os %}",
    "{% extends 'a' %}",
    "{% block a %}{% endblock %}",
    "{% with a = 1 %}{% endwith %}",
    "{% do 1 %}",
    "{% debug %}",
    "{{ 'a' * 10**9 }}",
    "{{ 9**9**9 }}",
    "{{ 1 // 0 }}",
    "{{ '%0999999999d' | format(1) }}",
    "{{ 'a' | center(10**9) }}",
    "{{ 'a' | replace('', 'aaaa') }}",
    "{{ hours.week | list }}",
    "{{ hours.week | map('upper') }}",
    "{{ [hours.week, hours.week] }}",
    "{{ {'a': 1} }}",
    "{{ hours.week[0:1] }}",
    "{{ config }}",
    "{{ company.token }}",
    "{{ environ }}",
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "{{ " + "not " * 4500 + "1 }}",
    "{% if hours.is_open %}" * 150 + "{% endif %}" * 150,
    "{{ hours" + ".today" * 3000 + " }}",
    "{{ hours.week" + " | upper" * 2200 + " }}",
    "{{ '" + "a" * 20_000 + "' }}",
)
HEAVY = (
    "{{ hours.week }}" * 1200,
    "{{ " + " ~ ".join(["hours.week"] * 1400) + " }}",
    "{{ hours.week | upper | title | trim | default(hours.week) }}" * 300,
)


@pytest.mark.parametrize("template", ESCAPES, ids=range(len(ESCAPES)))
def test_nothing_else_can_be_done(tmp_path: Path, template: str) -> None:
    """It is refused when it is read; and had it been read, it would be refused when it is filled in."""
    assert [one.severity for one in checked(tmp_path, template)].count("error") > 0
    with pytest.raises(FaqError):
        load(tmp_path, default_language="ru")


@pytest.mark.parametrize("template", HEAVY, ids=range(len(HEAVY)))
def test_what_is_allowed_can_not_grow_beyond_its_own_length(tmp_path: Path, template: str) -> None:
    assert [one for one in checked(tmp_path, template) if one.severity == "error"] == []
    entry = load(tmp_path, default_language="ru").find("b", "ru")
    assert entry
    parts = render(entry.entry, VALUES, root=tmp_path)
    assert sum(len(part.text) for part in parts if isinstance(part, Text)) <= len(template) * LONGEST_VALUE


def checked(folder: Path, template: str) -> list[Problem]:
    (folder / "a.md").write_text(f"# А\n\n## Б? {{#b}}\n\n{template}\n", encoding="utf-8")
    return list(check(folder, default_language="ru", language="ru"))
