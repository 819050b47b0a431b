"""Languages that the desk doesn't speak, as people type them, with and without their letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.foreign import Foreign, foreign_language_of

SAID = {
    "kk": """Жеткізу қанша тұрады?
жеткизу канша турады
Менің тапсырысым қайда
тапсырысым қашан келеді
тапсырысым келмеді
қашан жеткізесіз
бүгін жұмыс істейсіздер ме
бугин истейсиздер ме
ақша қайтару керек
маған көмек керек
дүкен қайда
бағасы қанша
сатып алғым келеді
көмектесіңіз өтінемін
қайырлы күн, тапсырыс қайда
рахмет, бірақ тапсырыс келмеді""",
    "uk": """Скільки коштує доставка?
скільки коштує
де моє замовлення
коли прийде замовлення
моє замовлення не прийшло
Добрий вечір, підкажіть чи є в наявності
ви працюєте сьогодні?
чи працюєте завтра
хочу повернути гроші
потрібна допомога
як повернути товар якщо не підійшов розмір
яка адреса магазину
підкажіть будь ласка ціну
чому немає відповіді
чекаю вже тиждень, де посилка""",
    "uz": """yetkazib berish qancha turadi
buyurtmam qachon keladi
buyurtmam kelmadi
menga yordam kerak
bugun ishlaysizmi
pulimni qaytarib bering
manzilingiz qayerda
narxi qancha
sotib olmoqchiman
ассалому алайкум, нархи қанча
буюртма қачон келади
етказиб бериш борми
iltimos javob bering""",
    "az": """çatdırılma neçəyədir
catdirilma neceyedir
sifarişim haradadır
sifarisim gelmedi
nə vaxt gələcək sifariş
mənə kömək lazımdır
bu gün işləyirsiniz?
pulumu qaytarın
ünvanınız haradadır
qiyməti neçəyədir
mağaza açıqdır xahiş edirəm cavab verin""",
    "tr": """Kargo ne kadar
kargo ücreti ne kadar
siparişim nerede kaldı
siparisim gelmedi
siparişim ne zaman gelecek
bugün açık mısınız
iade etmek istiyorum
paramı geri istiyorum lütfen
adresiniz nerede
yardım edin lütfen
iyi akşamlar, siparişim nerede""",
    "de": """Wie viel kostet der Versand?
wo ist meine bestellung
meine bestellung ist nicht angekommen
wann kommt mein paket
haben sie heute geöffnet
ich möchte das zurückgeben
ich brauche hilfe
wo sind sie
können sie mir helfen
guten tag, wo ist mein paket
die ware ist kaputt""",
}
GREETINGS = [
    *(("сәлеметсіз бе", "kk"), ("Сәлем!", "kk"), ("привіт", "uk"), ("Добрий вечір", "uk"), ("salom", "uz")),
    *(("Assalomu alaykum", "uz"), ("salam", "az"), ("Merhaba", "tr"), ("iyi günler", "tr"), ("Guten Tag", "de")),
    ("Hallo", "de"),
]


@pytest.mark.parametrize(("text", "language"), [(one, code) for code in SAID for one in SAID[code].split("\n")])
def test_it_is_told_by_its_words_and_letters(text: str, language: str) -> None:
    assert foreign_language_of(text) == Foreign(language, is_greeting=False)


@pytest.mark.parametrize(("text", "language"), GREETINGS)
def test_a_greeting_asks_nothing(text: str, language: str) -> None:
    assert foreign_language_of(text) == Foreign(language, is_greeting=True)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Сколько стоит доставка?",
            "где мой заказ",
            "How much is delivery?",
            "my name is Jürgen Größe",
            "ok",
            "",
            "👍",
        ),
        *("Әлия", "Меня зовут Әлия", "заказ на имя Їжакевич", "Доставка в Өскемен есть?", "iPhone 15 Pro Max"),
        *("var", "die", "bar", "is the bar open", "можно по-украински?", "what is das auto", "mein", "ghbdtn", "руддщ"),
        *("Schneider Electric розетка есть?", "диван Küche", "café", "skolko stoit dostavka", "салам", "пипец"),
    ],
)
def test_names_and_our_own_languages_are_not_foreign(text: str) -> None:
    assert foreign_language_of(text) is None


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    found = foreign_language_of(text)
    assert found is None or found.language in SAID
