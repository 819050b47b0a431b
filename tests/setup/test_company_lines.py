"""What is taken for a company's name, telephone number and address, when they are written on lines of one message."""

import pytest

from bot.setup.company_lines import CompanyLines, read_company


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Северный дом", CompanyLines("Северный дом")),
        (
            "Северный дом\n+7 495 000-00-00\nМосква, Мясницкая, 5",
            CompanyLines("Северный дом", "+7 495 000-00-00", "Москва, Мясницкая, 5"),
        ),
        (
            "  Цветы \n\n г. Москва, ул. Мясницкая, д. 5, тел. 8 (800) 000-00-00",
            CompanyLines("Цветы", "8 (800) 000-00-00", "г. Москва, ул. Мясницкая, д. 5"),
        ),
        ("Кафе 7\n112", CompanyLines("Кафе 7", "112")),
        ("Кафе\nтел.: 2-15-15\nадрес: ул. Ленина", CompanyLines("Кафе", "2-15-15", "ул. Ленина")),
        ("Кафе\nТомск, Кирова 12, т. 55-66-77", CompanyLines("Кафе", "55-66-77", "Томск, Кирова 12")),
        ("Кафе\n8 800 000-00-00 (бесплатно)", CompanyLines("Кафе", "8 800 000-00-00")),
        ("Кафе\n000-00-01, 000-00-02", CompanyLines("Кафе", "000-00-01, 000-00-02")),
        ("Shop\nCall us: 020 7946 0000 ext 5", CompanyLines("Shop", "020 7946 0000 ext 5")),
        ("Shop\n8-800-FLOWERS", CompanyLines("Shop", "8-800-FLOWERS")),
        ("Shop\n221B Baker St, London", CompanyLines("Shop", "", "221B Baker St, London")),
    ],
)
def test_lines_of_a_visiting_card(text: str, read: CompanyLines) -> None:
    assert read_company(text) == read


@pytest.mark.parametrize(
    "address",
    [
        *("101000, Москва, Мясницкая, 115", "москва мясницкая 5", "Москва, Мясницкая, 5к2", "БЦ «Башня», оф. 12"),
        *("ул. Труда", "Томск, Кирова 12, 2 этаж", "10 Downing Street", "Main Street 5"),
    ],
)
def test_an_address_is_no_number_and_no_name(address: str) -> None:
    assert read_company(f"Кафе\n{address}") == CompanyLines("Кафе", "", address)


@pytest.mark.parametrize(
    "line",
    [
        *("Ромашка", "цветы с доставкой", "сеть из 5 магазинов", "12 лет на рынке", "с 1998 года", "20% скидка новым"),
        *("пн-пт 9-18", "24/7", "телефон", "zakaz@shop24.ru"),
    ],
)
def test_nothing_else_is_told_as_a_number_or_an_address(line: str) -> None:
    assert read_company(f"Кафе\n{line}") == CompanyLines(f"Кафе {line}")


@pytest.mark.parametrize("text", ["", " \n ", "\n" * 500, "9" * 4000, "тел. " * 800, "Кафе\n" + "1 " * 2000])
def test_anything_is_read(text: str) -> None:
    assert isinstance(read_company(text), CompanyLines)
