"""What people call themselves and write to see what happens: each of these goes everywhere where such text goes out."""

NASTY = {
    "html": "<b>Вася</b><script>alert(1)</script>&amp;<a href='tg://user?id=1'>x</a></blockquote>",
    "jinja": "{{7*7}}{% for i in range(9**9) %}{{ config }}{% endfor %}{# #}",
    "markdown": "*_`[x](http://evil.example)~|>#+-=!\\",
    "formula": '=HYPERLINK("http://evil.example";"чек")',
    "plus": "+7 495 000-00-00",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(A1:A9)",
    "tab": "\t=1+1",
    "full width": "＝1+1",
    "escape": "Ма\x1b[2J\x1b]0;взлом\x07рия\x9b31m\x08\x7f",
    "override": "a\u202eтевирп\u2066b",
    "breaks out": "a\u2069\u202ebбв",
    "arabic": "مريم №9 ✅",
    "hebrew": "מרים (12)",
    "zero width": "\u200bМ\u200bа\u200bрия\ufeff\u2060",
    "unseen": "\u3164\u200b\u2800",
    "lines": "Мария\n№1 · ✅ решена\r\nОбещали\u2028завтра",
    "long": "Аа" * 2000,
    "zalgo": "М" + "\u0301" * 500,
    "flags": "🏴󠁧󠁢󠁥󠁮󠁧󠁿👩‍👩‍👧",
    "format": "%s %(x)s {0} {x} $name ${name}",
    "sql": "'; DROP TABLE ticket; --",
    "path": "../../etc/passwd\x00.png",
}

HIDDEN = frozenset("\x00\x07\x08\x1b\x7f\x9b\u200b\u2028\u202e\u2060\u2066\ufeff")
"""None of these may reach a place where they could hide, reorder or command anything. Isolates go in pairs only."""


def is_harmless(text: str) -> bool:
    """Nothing hidden, and what runs from right to left is isolated in pairs that close."""
    depth = 0
    for character in text:
        depth += (character == "\u2068") - (character == "\u2069")
        if depth < 0:
            return False
    return not HIDDEN & set(text) and depth == 0
