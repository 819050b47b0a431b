"""The variables of answers, written between double braces."""

VARIABLES: dict[str, dict[str, str]] = {
    "hours.today": {"ru": "часы работы сегодня", "en": "today's business hours"},
    "hours.tomorrow": {"ru": "часы работы завтра", "en": "tomorrow's business hours"},
    "hours.week": {"ru": "часы работы по дням недели", "en": "business hours by day of the week"},
    "hours.next_opening": {"ru": "когда откроемся", "en": "when we open next"},
    "hours.is_open": {"ru": "открыто ли сейчас, для условий", "en": "whether we are open now, for conditions"},
    "company.name": {"ru": "название компании", "en": "the company's name"},
    "company.phone": {"ru": "телефон компании", "en": "the company's phone"},
    "company.address": {"ru": "адрес компании", "en": "the company's address"},
    "customer.name": {"ru": "имя клиента, может быть пустым", "en": "the customer's name, may be empty"},
}
"""Each variable's name and meaning, by language. The values are strings; `hours.is_open` is a boolean."""

SETTINGS = frozenset(name for name in VARIABLES if name.startswith("company."))
"""Those that config.toml sets, or leaves empty: an answer that shows an empty one can't be given."""
