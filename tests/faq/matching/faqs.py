"""Small FAQs that the tests ask."""

from faq.entry import Entry

SHOP = (
    Entry("price", "Сколько стоит доставка?", ("почём доставка", "доставка платная?")),
    Entry("time", "Сколько ждать доставку?", ("когда привезут заказ", "сроки доставки")),
    Entry("hours", "Во сколько вы работаете?", ("график работы", "вы открыты в воскресенье?")),
    Entry("return", "Как вернуть товар?", ("возврат покупки", "хочу сдать обратно")),
    Entry("pay", "Как можно оплатить?", ("принимаете карты?", "оплата наличными")),
    Entry("address", "Где вы находитесь?", ("адрес магазина", "как до вас доехать")),
    Entry("password", "Забыл пароль, что делать?", ("не могу войти в личный кабинет", "сбросить пароль")),
    Entry("size", "Как выбрать размер?", ("таблица размеров", "какой размер мне подойдёт")),
)

ENGLISH_SHOP = (
    Entry("price", "How much is delivery?", ("delivery cost", "is delivery free?")),
    Entry("hours", "When are you open?", ("opening hours", "are you open on Sunday?")),
    Entry("return", "How do I return an item?", ("send something back", "refund for a purchase")),
    Entry("password", "I forgot my password", ("can't log in", "reset my password")),
)
