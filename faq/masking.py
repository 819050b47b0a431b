"""A customer's words without what tells who wrote them: what is learnt is kept long and shown to others.

Phone numbers, e-mail and web addresses, user names, numbers of orders, cards and documents, street addresses, and names
where the words around them tell that they are names. Each becomes «…»; what is asked stays. A number that may be a
price, a time, a size or a date stays: without it the question would mean something else. Names that nothing around them
tells are not found.
"""

import re

MASK = "…"
_LONGEST = 4_096  # characters that are read; a Telegram message has no more

_END = r"(?![^\W_])"
_BEGIN = r"(?<![^\W_])"
_CAPITALISED = r"[A-ZА-ЯЁ][a-zа-яё'’]{1,30}(?:-[A-ZА-ЯЁ]?[a-zа-яё'’]{1,30}){0,2}"
_NAME_WORDS = rf"{_CAPITALISED}(?:[ ]{_CAPITALISED}){{0,2}}"
_SPACES = r"[ \t\u00a0\u2000-\u200a\u202f]{0,3}"
_BETWEEN = r"(?:[^\w\n]|_){0,4}"  # groups of a telephone number, however people set them apart
# Characters that nobody sees, and those that make a digit a key, after a digit: they must not hide a number.
_UNSEEN_AFTER_DIGIT = re.compile("(?<=\\d)[\u00ad\u200b-\u200f\u2060\ufeff\ufe0f\u20e3]+")

_WEB = re.compile(
    r"(?:https?://|www\.)\S{1,500}"
    r"|(?<![\w@.])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    r"|(?<![\w@.])[\w.+-]{1,64}[ ]{0,2}(?:[@＠]|[(\[{]at[)\]}]|собака)[ ]{0,2}[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    r"|(?<![\w@.])@[A-Za-z]\w{3,31}"
    r"|(?<![\w@.-])(?:t|wa|vk)\.(?:me|com)/\S{1,500}"
    r"|(?<![\w@.-])(?:[A-Za-z0-9-]{2,63}\.){1,3}(?:ru|com|org|net|info|me|io|su|app|shop|store|uk|de|eu|рф)(?:/\S{0,500}|(?![\w.-]))",
    re.IGNORECASE,
)
# A price, a time, a size or a count: what follows such a number tells that it names nobody.
_MEASURE = (
    rf"(?!{_SPACES}(?:₽|руб|р\.|р\b|тыс|тр\b|€|\$|£|eur|usd|gbp|шт|см|мм|км|м\b|кг|гр|г\b|л\b|мл|час|мин|%|of\b))"
)
_PHONE = re.compile(r"(?<![\w+])\+?\d(?:[ ()\-\u2010-\u2014\u00a0\u2000-\u200a\u202f]{0,2}\d){6,18}" + _END)
_RUSSIAN_PHONE = re.compile(
    rf"(?<![\d+])(?:\+?7|8){_BETWEEN}\d{{3}}{_BETWEEN}\d{{3}}{_BETWEEN}\d{{2}}{_BETWEEN}\d{{2}}(?!\d)"
)
_LONG_NUMBER = re.compile(rf"{_BEGIN}\d{{5,30}}{_END}{_MEASURE}")
_CODE = re.compile(rf"{_BEGIN}(?=[A-ZА-Я0-9-]{{0,12}}\d{{3}})[A-ZА-Я]{{1,5}}-?\d[A-ZА-Я0-9-]{{2,20}}{_END}")
_CALLED_NUMBER = re.compile(
    rf"{_BEGIN}(заказ\w{{0,3}}|брон\w{{1,8}}|заявк\w{{1,3}}|обращени\w{{1,2}}|накладн\w{{1,3}}|договор\w{{0,2}}"
    rf"|счет\w{{0,2}}|счёт\w{{0,2}}|чек\w{{0,2}}|трек\w{{0,9}}|паспорт\w{{0,2}}|карт[аыуе]\w?|order|booking|reservation"
    rf"|invoice|ticket|tracking|reference|passport|card)"
    rf"({_SPACES}(?:номер|number|no\.?|num|id|is|:|№|#)?{_SPACES}(?:№|#|:)?{_SPACES})"
    rf"(?:\d{{1,3}}(?:[ ]\d{{3}}){{1,4}}|[A-ZА-Я]{{0,4}}-?\d[\dA-ZА-Я/-]{{2,30}}){_END}{_MEASURE}",
    re.IGNORECASE,
)
_SIGNED_NUMBER = re.compile(
    rf"(№|#|{_BEGIN}(?:номер|number))({_SPACES})[A-ZА-Я]{{0,4}}-?\d[\dA-ZА-Я/-]{{1,30}}{_END}", re.I
)
_NUMBER_OF = re.compile(rf"{_BEGIN}\d{{4,30}}(?={_SPACES}(?:заказ|бронь|order{_END}|booking))")
_END_OF_CARD = re.compile(
    rf"(\*{{1,12}}|{_BEGIN}карт\w{{1,3}}{_SPACES}(?:за|о)канчива\w{{2,4}} на|ending (?:in|with)){_SPACES}\d{{4}}{_END}",
    re.IGNORECASE,
)
_BORN = re.compile(
    rf"{_BEGIN}(дат\w рождения|родил(?:ся|ась)|date of birth|born(?: on)?)([^\w\n]{{1,3}})"
    rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}{_END}",
    re.IGNORECASE,
)
_PLATE_LETTER = "[авекмнорстухabekmhopctyx]"
_NUMBER_PLATE = re.compile(
    rf"{_BEGIN}{_PLATE_LETTER}{_SPACES}\d{{3}}{_SPACES}{_PLATE_LETTER}{{2}}{_SPACES}\d{{2,3}}{_END}", re.IGNORECASE
)
_HOUSE_NUMBER = (
    rf"(?:,?{_SPACES}(?i:д(?:ом)?\.?{_SPACES})?\d{{1,4}}[^\W\d_]?(?:[/-]\d{{1,4}})?{_END}"
    rf"(?:,?{_SPACES}(?i:к|корп|корпус|стр|строение)\.?{_SPACES}\d{{1,3}}{_END})?)"
)
_STREET = re.compile(
    rf"{_BEGIN}((?i:ул(?:иц[аыуе]|\.)?|пр(?:оспект[ауе]?|-т|-кт)|просп\.|пер(?:еул(?:ок|к[ауе])|\.)|б(?:ульвар[ауе]?|-р)"
    rf"|шоссе|наб(?:ережн\w{{2,3}}|\.)|проезд[ауе]?|мкр\.?))(?:(?<=\.)|(?![^\W_]))"
    rf"{_SPACES}(?:(?:\d{{1,3}}(?:-\w{{1,2}})?{_SPACES})?{_CAPITALISED}(?: {_CAPITALISED})?{_HOUSE_NUMBER}?"
    rf"|(?:[^\W\d_]{{2,30}} )?[^\W\d_]{{2,30}}{_HOUSE_NUMBER})"
)
_NAMED_STREET = re.compile(
    rf"{_BEGIN}[^\W\d_]{{2,30}}(?:ий|ый|ой|ая|ую|ом|ого|ему|ому)[ ]"
    rf"((?:улиц\w|проспект\w?|бульвар\w?|переул\w{{2,3}}|проезд\w?|шоссе|набережн\w{{2}}|тракт\w?)){_HOUSE_NUMBER}",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    rf"{_BEGIN}(д(?:ом[аеу]?|\.)|кв(?:артир[аыуе]|\.)?|корп(?:ус|\.)|подъезд[е]?|домофон|apartment|apt\.?|flat|suite)"
    rf"{_SPACES}(?:номер|№|#)?{_SPACES}\d{{1,5}}\w?{_END}",
    re.IGNORECASE,
)
_ENGLISH_STREET = re.compile(
    rf"{_BEGIN}\d{{1,5}}\w? (?:{_CAPITALISED} ){{1,3}}(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Drive|Square){_END}"
)
_INTRODUCED = re.compile(
    rf"{_BEGIN}((?i:меня зовут|зовут меня|зовут|получател[ьяю]|recipient"
    rf"|моё имя|мое имя|моя фамилия|фамилия|имя|на имя|это пишет|с уважением"
    rf"|my name is|name is|my name['’]s|name['’]s|i am called|under the name|in the name of|regards|surname|name)"
    rf"{_SPACES}[,:-]?{_SPACES}){_NAME_WORDS}"
)
_SURNAME = (  # after a name, in small letters or capitals
    rf"(?:[ ][^\W\d_]{{2,30}}(?:[оеё]в|ин|[сц]кий|[оеё]ва|ина|[сц]кая|енко|[юу]к|ян|швили|ович|евич|вна){_END}){{1,2}}"
)
_LOWER_INTRODUCED = re.compile(
    rf"{_BEGIN}((?:меня зовут|моя фамилия|на имя|my name is){_SPACES}[:-]?{_SPACES})[^\W\d_]{{2,30}}{_END}"
    rf"(?:{_SURNAME})?",
    re.IGNORECASE,
)
_FIELD = re.compile(
    rf"{_BEGIN}((?:ф\.?{_SPACES}и\.?{_SPACES}о\.?|имя|фамилия|получатель|name|surname|recipient){_SPACES}:{_SPACES})"
    rf"[^\W\d_]{{2,30}}(?:[ ][^\W\d_]{{2,30}}){{0,2}}{_END}",
    re.IGNORECASE,
)
_INITIALS = re.compile(
    rf"{_BEGIN}{_CAPITALISED}{_SPACES}[А-ЯЁ]\.{_SPACES}[А-ЯЁ](?:\.|{_END})|{_BEGIN}[А-ЯЁ]\.{_SPACES}[А-ЯЁ]\.{_SPACES}{_CAPITALISED}"
)
_SELF = re.compile(
    rf"{_BEGIN}((?:[Яя]|[Ээ]то|[Tt]his is|[Ii]['’]m|[Ii] am)[ ]){_NAME_WORDS}(?=[,.]|{_SPACES}(?:from|из|от|с)\b)"
)
_SELF_IN_FULL = re.compile(
    rf"{_BEGIN}((?:[Яя]|[Ii]['’]m|[Ii] am)[ ]){_CAPITALISED}(?:[ ]{_CAPITALISED}){{1,2}}"
    rf"|{_BEGIN}((?:[Ээ]то|[Tt]his is)[ ]){_CAPITALISED}(?:[ ]{_CAPITALISED}){{1,2}}(?={_SPACES}(?:[,.!]|$|speaking))"
)
_ACCOUNT = re.compile(
    rf"{_BEGIN}((?:ник\w{{0,2}}|логин\w{{0,2}}|username|login|telegram|телеграм\w{{0,2}}|тг|instagram|инстаграм\w?|skype)"
    rf"[ :\u2013\u2014-]{{1,3}})(?=[A-Za-z]\w{{0,30}}[_\d])[A-Za-z]\w{{3,31}}{_END}",
    re.IGNORECASE,
)
_TITLED = re.compile(rf"{_BEGIN}((?:Mr|Mrs|Ms|Miss|Dr|г-н|г-жа|господин|госпожа)\.?[ ]){_NAME_WORDS}")
_PATRONYMIC = re.compile(
    rf"(?:{_CAPITALISED}[ ])?{_CAPITALISED}[ ][А-ЯЁ][а-яё]{{2,20}}(?:вич(?:а|у|ем)?|(?:ич|ов|ев)н[аые]){_END}"
    rf"(?:[ ]{_CAPITALISED})?"
)
_LOWER_PATRONYMIC = re.compile(rf"{_BEGIN}[^\W\d_]{{2,20}}[ ][^\W\d_]{{2,20}}(?:[ое]вич(?:а|у|ем)?|[ое]вн[аыеу]){_END}")

_WHOLE = (
    *(_WEB, _PHONE, _NUMBER_OF, _ENGLISH_STREET, _PATRONYMIC, _LOWER_PATRONYMIC, _INITIALS),
    *(_NUMBER_PLATE, _CODE, _LONG_NUMBER),
)
_KEEPING_FIRST = (_ACCOUNT, _FIELD, _INTRODUCED, _LOWER_INTRODUCED, _SELF_IN_FULL, _SELF, _TITLED)


def masked(text: str) -> str:
    """The text with each such part as `MASK`. Reads the first 4,096 characters; masking twice changes nothing more."""
    text = _WEB.sub(MASK, _UNSEEN_AFTER_DIGIT.sub("", text[:_LONGEST]))
    text = _RUSSIAN_PHONE.sub(MASK, text)
    text = _BORN.sub(lambda found: f"{found[1]}{found[2]}{MASK}", text)
    text = _NAMED_STREET.sub(lambda found: f"{MASK} {found[1]} {MASK}", text)
    text = _CALLED_NUMBER.sub(lambda found: f"{found[1]} {MASK}", text)
    text = _SIGNED_NUMBER.sub(lambda found: f"{found[1]} {MASK}", text)
    for pattern in (_END_OF_CARD, _STREET, _HOUSE):
        text = pattern.sub(lambda found: f"{found[1]} {MASK}", text)
    for pattern in _WHOLE:
        text = pattern.sub(MASK, text)
    for pattern in _KEEPING_FIRST:
        text = pattern.sub(lambda found: f"{found[found.lastindex or 1]}{MASK}", text)
    return text
