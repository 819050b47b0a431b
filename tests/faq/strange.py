"""Markdown files that no sane person would write, for property tests."""

from hypothesis import strategies as st

MARKDOWN = st.lists(
    st.sampled_from(
        [
            "# К",
            "## Вопрос?",
            "## Вопрос {#q}",
            "##",
            "Также спрашивают:",
            "- раз",
            "* два",
            "Теги: а, б",
            "Тэги: а",
            "",
            "Срочно: да",
            "Действует до: 31.12.2026",
            "Ответ **важный**",
            "```",
            "---",
            "> цитата",
            "<!--",
            "-->",
            "<div>",
            "    отступ",
            "  ## вложенный",
            "\t- таб",
            "| а | б |",
            "{{ hours.today }}",
            "#тег",
            "1. один",
            "Файл:",
            "\\",
            "- - -",
        ]
    )
    | st.text(max_size=12)
).map("\n".join)
