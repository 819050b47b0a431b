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
        *(
            "пн-пт 9-18",
            "24/7",
            "телефон",
            "zakaz@shop24.ru",
            "www.shop24.ru",
            "t.me/shop24",
            "the best in town",
            "the best since 1990",
        ),
    ],
)
def test_nothing_else_is_read(line: str) -> None:
    assert read_company(f"Кафе\n{line}") == CompanyLines("Кафе")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "Headingley Cycles\nUnit 4, Kirkstall Rd\nLeeds LS4 2AF\nTel: 0113 496 0000",
            CompanyLines("Headingley Cycles", "0113 496 0000", "Unit 4, Kirkstall Rd, Leeds LS4 2AF"),
        ),
        (
            "Cycles\nTel. +44 (0)113 496 0000 / 07700 900123\n"
            "12 Otley Road\nHeadingley\nLeeds\nLS6 3AA\nhello@example.com",
            CompanyLines("Cycles", "+44 (0)113 496 0000 / 07700 900123", "12 Otley Road, Headingley, Leeds, LS6 3AA"),
        ),
        (
            "Велосервис\nул. Кирова, 12\nЕкатеринбург\n343 300-00-00",
            CompanyLines("Велосервис", "343 300-00-00", "ул. Кирова, 12, Екатеринбург"),
        ),
        ("Кафе\nЕкатеринбург\nул. Кирова, 12", CompanyLines("Кафе", "", "Екатеринбург, ул. Кирова, 12")),
        (
            "Кафе\nул. Кирова, 12\nТомск\n634050\n55-66-77",
            CompanyLines("Кафе", "55-66-77", "ул. Кирова, 12, Томск, 634050"),
        ),
        (
            "Shop\n5 Main Street\nDenver, CO\n80014\nUSA",
            CompanyLines("Shop", "", "5 Main Street, Denver, CO, 80014, USA"),
        ),
        ("Shop\nHeadingley\nLeeds\nLS6 3AA", CompanyLines("Shop", "", "Headingley, Leeds, LS6 3AA")),
        ("Shop\nUnits 5-7\nLeeds", CompanyLines("Shop", "", "Units 5-7, Leeds")),
        (
            "Кафе\nвсегда свежие пироги\nг. Томск, ул. Кирова, 12, cafe.ru\nпн-пт 9-18\nпирогиtomsk@mail.ru",
            CompanyLines("Кафе", "", "г. Томск, ул. Кирова, 12"),
        ),
    ],
)
def test_an_address_on_several_lines_is_one(text: str, read: CompanyLines) -> None:
    assert read_company(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "Headingley Cycles, 0113 496 0000, Unit 4, Kirkstall Rd, Leeds LS4 2AF",
            CompanyLines("Headingley Cycles", "0113 496 0000", "Unit 4, Kirkstall Rd, Leeds LS4 2AF"),
        ),
        (
            "Headingley Cycles | 0113 496 0000 | Unit 4, Kirkstall Rd | Leeds | hello@example.com",
            CompanyLines("Headingley Cycles", "0113 496 0000", "Unit 4, Kirkstall Rd, Leeds"),
        ),
        (
            "Велосервис, 343 300-00-00, ул. Кирова, 12, Екатеринбург",
            CompanyLines("Велосервис", "343 300-00-00", "ул. Кирова, 12, Екатеринбург"),
        ),
        ("Иванов, Петров и партнёры", CompanyLines("Иванов, Петров и партнёры")),
        ("Studio | 54", CompanyLines("Studio | 54")),
        ("Кафе, 112", CompanyLines("Кафе, 112")),
    ],
)
def test_all_on_one_line(text: str, read: CompanyLines) -> None:
    assert read_company(text) == read


@pytest.mark.parametrize("text", ["", " \n ", "\n" * 500, "9" * 4000, "тел. " * 800, "Кафе\n" + "1 " * 2000])
def test_anything_is_read(text: str) -> None:
    assert isinstance(read_company(text), CompanyLines)
