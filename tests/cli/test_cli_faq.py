"""`nightdesk faq`, for authors and their scripts."""

import json

from tests.cli.premises import FAQ, Command, Premises


def test_the_faq_of_the_configuration(nightdesk: Command, premises: Premises) -> None:
    ended = nightdesk("faq", "check", "--config", premises.config)
    assert (ended.status, ended.err) == (0, "")


def test_an_faq_folder_needs_no_configuration(nightdesk: Command, premises: Premises) -> None:
    ended = nightdesk("faq", "try", "почём доставка", premises.folder / "faq")
    assert ended.status == 0
    assert "delivery-price" in ended.out


def test_the_language_is_that_of_the_files(nightdesk: Command, premises: Premises) -> None:
    folder = premises.folder / "english"
    folder.mkdir()
    (folder / "delivery.md").write_text("# Delivery\n\n## How much is delivery?\n\n300 ₽.\n", "utf-8")
    assert "en" in nightdesk("faq", "check", folder).out
    assert json.loads(nightdesk("faq", "try", "delivery", folder, "--json").out)["language"] == "en"


def test_a_trial_for_programs(nightdesk: Command, premises: Premises) -> None:
    tried = json.loads(nightdesk("faq", "try", "почём доставка", premises.folder / "faq", "--json").out)
    assert (tried["decision"], tried["answered"], tried["left"]) == ("answer", ["delivery-price"], "")
    assert tried["close"][0]["probability"] > 0.9
    assert tried["bands"]["answer"] > tried["bands"]["preview"] >= tried["bands"]["offer"] > 0.15


def test_the_operators_lines_count_in_a_trial(nightdesk: Command, premises: Premises) -> None:
    premises.configure(more="[faq]\nmax_wrong = 0.0001\npreview_from = 0.01")
    tried = json.loads(nightdesk("faq", "try", "доставочка", "--json", "--config", premises.config).out)
    assert (tried["decision"], tried["suggested"]) == ("preview", ["delivery-price"])
    assert tried["bands"]["preview"] == 0.01


def test_an_answer_that_shows_what_the_settings_leave_empty(nightdesk: Command, premises: Premises) -> None:
    faq = premises.folder / "faq"
    (faq / "delivery.md").write_text(FAQ + "\nЗвоните: {{ company.phone }}.\n", encoding="utf-8")
    checked = nightdesk("faq", "check", "--config", premises.config)
    assert checked.status == 0
    assert "delivery.md:12: Ответ вставляет {{ company.phone }}" in checked.out
    assert "company.phone" not in nightdesk("faq", "check", faq).out  # nobody's settings
    previewed = nightdesk("faq", "preview", "delivery-price", "--config", premises.config)
    assert previewed.status == 1
    assert "delivery.md:12: Ответ вставляет {{ company.phone }}" in previewed.out
    assert "откроемся" in nightdesk("faq", "try", "почём доставка", "--config", premises.config).out


def test_a_broken_faq(nightdesk: Command, premises: Premises) -> None:
    (premises.folder / "faq" / "broken.md").write_text("## Пусто? {#empty}\n", encoding="utf-8")
    for action in (["check"], ["try", "почём"], ["fmt", "--check"]):
        ended = nightdesk("faq", *action, "--config", premises.config)
        assert ended.status == 1
        assert "broken.md" in ended.out
        assert ended.out.startswith("Ничего не сделано: в FAQ ошибки") == (action != ["check"])
    problems = json.loads(nightdesk("faq", "check", "--json", "--config", premises.config).out)
    assert (problems[0]["file"], problems[0]["severity"]) == ("broken.md", "error")
    tried = nightdesk("faq", "try", "почём", "--json", "--config", premises.config)
    assert tried.status == 1
    assert json.loads(tried.out)["problems"][0]["file"] == "broken.md"


def test_an_empty_faq_does_not_start(nightdesk: Command, premises: Premises) -> None:
    (premises.folder / "faq" / "delivery.md").unlink()
    assert nightdesk("faq", "check", "--config", premises.config).status == 1
    ended = nightdesk("run", "--config", premises.config)
    assert ended.status == 2
    assert "faq" in ended.err


def test_the_authors_examples(nightdesk: Command, premises: Premises) -> None:
    tests = premises.folder / "faq" / "tests.md"
    tests.write_text("## delivery-price\n- почём доставка\n", encoding="utf-8")
    assert nightdesk("faq", "test", "--config", premises.config).status == 0
    tests.write_text("## —\n- почём доставка\n", encoding="utf-8")
    assert nightdesk("faq", "test", "--config", premises.config).status == 1
    report = json.loads(nightdesk("faq", "test", "--json", "--config", premises.config).out)
    assert (report["good"], report["all"]) == (0, 1)
    assert report["failures"][0]["answered"] == ["delivery-price"]


def test_questions_of_another_program(nightdesk: Command, premises: Premises) -> None:
    table, faq = premises.folder / "table.csv", premises.folder / "faq"
    table.write_text("Вопрос;Ответ\nГде вы?;В Москве\nКогда?;\n", encoding="cp1251")
    looked = nightdesk("faq", "import", table, "--check", "--config", premises.config)
    assert (looked.status, (faq / "table.md").exists()) == (0, False)
    assert looked.out.startswith("Можно взять вопросов: 1, файл будет table.md.")
    taken = nightdesk("faq", "import", table, "--json", "--config", premises.config)
    assert taken.status == 0
    assert json.loads(taken.out) == {
        "file": "table.md",
        "entries": [{"id": "gde-vy", "question": "Где вы?", "where": "table.csv:2"}],
        "pictures": [],
        "left": [{"where": "table.csv:3", "kind": "no-answer", "reason": "нет ответа: «Когда?»"}],
    }
    assert (faq / "table.md").read_text(encoding="utf-8") == "## Где вы? {#gde-vy}\n\nВ Москве\n"
    again = nightdesk("faq", "import", table, "--config", premises.config)
    assert (again.status, again.out.splitlines()[0]) == (1, "Не взято ни одного вопроса.")
    refused = nightdesk("faq", "import", premises.folder / "no.csv", "--config", premises.config)
    assert (refused.status, refused.out) == (2, "")
    assert "no.csv" in refused.err


def test_tidying_the_faq(nightdesk: Command, premises: Premises) -> None:
    page = premises.folder / "faq" / "delivery.md"
    page.write_text(FAQ.replace("- почём", "* почём").replace(" {#delivery-price}", ""), encoding="utf-8")
    before = page.read_text(encoding="utf-8")
    checked = nightdesk("faq", "fmt", "--check", "--config", premises.config)
    assert (checked.status, checked.out) == (1, "Нужно привести в порядок: delivery.md\n")
    assert page.read_text(encoding="utf-8") == before
    tidied = nightdesk("faq", "fmt", "--json", "--config", premises.config)
    assert (tidied.status, json.loads(tidied.out)) == (0, {"files": ["delivery.md"], "problems": []})
    assert page.read_text(encoding="utf-8") != before
    assert nightdesk("faq", "fmt", "--check", "--config", premises.config).status == 0
