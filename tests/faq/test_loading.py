"""Reading the folder again after an edit."""

from pathlib import Path

from faq.loading import check, load

ENTRY = "## {question} {{#{id}}}\n\n- {question} ещё раз\n- и ещё\n- и снова\n\nДа.\n"


def test_only_the_files_of_an_edit_are_parsed_again(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / f"{name}.md").write_text(ENTRY.format(question=f"Вопрос {name}?", id=name), encoding="utf-8")
    before = load(tmp_path)
    (tmp_path / "second.md").write_text(ENTRY.format(question="Другой вопрос?", id="second"), encoding="utf-8")
    after = load(tmp_path)
    assert after.entries("ru")[0] is before.entries("ru")[0]
    assert [entry.question for entry in after.entries("ru")] == ["Вопрос first?", "Другой вопрос?"]
    assert [entry.question for entry in before.entries("ru")] == ["Вопрос first?", "Вопрос second?"]


def test_a_question_within_an_answer_leaves_another_entry_its_own(tmp_path: Path) -> None:
    inside = "## Как вернуть? {#return}\n\nПросто.\n\n### Сколько ждать?\n\nДень.\n\n### Где форма?\n\nНа сайте.\n"
    (tmp_path / "first.md").write_text(inside, encoding="utf-8")
    assert load(tmp_path).entries("ru")[0].also == ("Сколько ждать?", "Где форма?")
    (tmp_path / "second.md").write_text(
        "## Долго? {#wait}\n\nТакже спрашивают: сколько ждать\n\nНет.\n", encoding="utf-8"
    )
    first, second = load(tmp_path).entries("ru")
    assert (first.also, second.also) == (("Где форма?",), ("сколько ждать",))
    told = [(one.kind, one.line) for one in check(tmp_path) if one.file == "first.md" and one.kind != "few-phrasings"]
    assert told == [("question-in-answer", 9)]


def test_a_file_that_comes_back_is_read(tmp_path: Path) -> None:
    first, second = tmp_path / "first.md", tmp_path / "second.md"
    for file in (first, second):
        file.write_text(ENTRY.format(question=f"Вопрос {file.stem}?", id=file.stem), encoding="utf-8")
    before, text = load(tmp_path), second.read_text(encoding="utf-8")
    second.unlink()
    assert len(load(tmp_path).entries("ru")) == 1
    second.write_text(text, encoding="utf-8")
    assert load(tmp_path) == before
