"""Whom to ring in an emergency, by country. Pure.

112 works in all of the European Union, in Russia and in most of its neighbours, and on mobile phones in many other
countries. Sources: https://en.wikipedia.org/wiki/List_of_emergency_telephone_numbers and the services' own sites.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class EmergencyNumbers:
    """`general` takes every call; the others are "" where there is no number of their own."""

    general: str
    fire: str = ""
    ambulance: str = ""
    gas: str = ""


_FORMER_SOVIET = EmergencyNumbers("112", fire="101", ambulance="103", gas="104")
_OTHERS = EmergencyNumbers("112")
_NUMBERS: Mapping[str, EmergencyNumbers] = {
    **dict.fromkeys(("RU", "BY", "UA", "KZ", "KG", "UZ", "TJ", "TM"), _FORMER_SOVIET),
    "AM": EmergencyNumbers("112", fire="101", ambulance="103"),
    "AZ": EmergencyNumbers("112", fire="101", ambulance="103", gas="104"),
    "GB": EmergencyNumbers("999", gas="0800 111 999"),
    **dict.fromkeys(("US", "CA", "MX", "PH"), EmergencyNumbers("911")),
    "AU": EmergencyNumbers("000"),
    "NZ": EmergencyNumbers("111"),
    "AE": EmergencyNumbers("999", fire="997", ambulance="998"),
    "SA": EmergencyNumbers("911"),
    "IL": EmergencyNumbers("112", fire="102", ambulance="101"),
    "JP": EmergencyNumbers("119"),
    "KR": EmergencyNumbers("119"),
    "CN": EmergencyNumbers("119", fire="119", ambulance="120"),
    "HK": EmergencyNumbers("999"),
    "SG": EmergencyNumbers("995"),
    "MY": EmergencyNumbers("999"),
    "TH": EmergencyNumbers("191", fire="199", ambulance="1669"),
    "VN": EmergencyNumbers("112", fire="114", ambulance="115"),
    "BR": EmergencyNumbers("193", fire="193", ambulance="192"),
    "ZA": EmergencyNumbers("112"),
}
_BY_ZONE: Mapping[str, tuple[str, ...]] = {
    "RU": (
        *("Europe/Moscow", "Europe/Kaliningrad", "Europe/Samara", "Europe/Volgograd", "Europe/Saratov"),
        *("Europe/Astrakhan", "Europe/Ulyanovsk", "Europe/Kirov", "Europe/Simferopol", "Asia/Yekaterinburg"),
        *("Asia/Omsk", "Asia/Novosibirsk", "Asia/Barnaul", "Asia/Tomsk", "Asia/Novokuznetsk", "Asia/Krasnoyarsk"),
        *("Asia/Irkutsk", "Asia/Chita", "Asia/Yakutsk", "Asia/Khandyga", "Asia/Vladivostok", "Asia/Ust-Nera"),
        *("Asia/Magadan", "Asia/Sakhalin", "Asia/Srednekolymsk", "Asia/Kamchatka", "Asia/Anadyr"),
    ),
    "BY": ("Europe/Minsk",),
    "UA": ("Europe/Kyiv", "Europe/Kiev", "Europe/Uzhgorod", "Europe/Zaporozhye"),
    "KZ": (
        *("Asia/Almaty", "Asia/Qyzylorda", "Asia/Qostanay", "Asia/Aqtobe", "Asia/Aqtau", "Asia/Atyrau", "Asia/Oral"),
    ),
    "KG": ("Asia/Bishkek",),
    "UZ": ("Asia/Tashkent", "Asia/Samarkand"),
    "TJ": ("Asia/Dushanbe",),
    "TM": ("Asia/Ashgabat",),
    "AM": ("Asia/Yerevan",),
    "AZ": ("Asia/Baku",),
    "GB": ("Europe/London", "Europe/Belfast", "Europe/Jersey", "Europe/Guernsey", "Europe/Isle_of_Man"),
    "AE": ("Asia/Dubai",),
    "SA": ("Asia/Riyadh",),
    "IL": ("Asia/Jerusalem", "Asia/Tel_Aviv"),
    "JP": ("Asia/Tokyo",),
    "KR": ("Asia/Seoul",),
    "CN": ("Asia/Shanghai", "Asia/Urumqi"),
    "HK": ("Asia/Hong_Kong",),
    "SG": ("Asia/Singapore",),
    "MY": ("Asia/Kuala_Lumpur", "Asia/Kuching"),
    "TH": ("Asia/Bangkok",),
    "VN": ("Asia/Ho_Chi_Minh", "Asia/Saigon"),
    "PH": ("Asia/Manila",),
    "NZ": ("Pacific/Auckland", "Pacific/Chatham"),
    "US": (
        *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix"),
        *("America/Anchorage", "America/Detroit", "America/Boise", "Pacific/Honolulu"),
    ),
    "CA": (
        *("America/Toronto", "America/Vancouver", "America/Edmonton", "America/Winnipeg", "America/Halifax"),
        *("America/Regina", "America/St_Johns", "America/Montreal"),
    ),
    "MX": ("America/Mexico_City", "America/Tijuana", "America/Monterrey", "America/Cancun"),
    "BR": ("America/Sao_Paulo", "America/Manaus", "America/Fortaleza", "America/Recife"),
    "ZA": ("Africa/Johannesburg",),
}
_COUNTRY_OF = {zone: country for country, zones in _BY_ZONE.items() for zone in zones}
_BY_CONTINENT = {"US": "US", "Australia": "AU", "Canada": "CA"}  # "US/Eastern", "Australia/Sydney"


def emergency_numbers(holidays: str | None, zone: str) -> EmergencyNumbers:
    """The numbers where a company is: by the country whose holidays it keeps ("RU", "US-CA"), else by its time zone."""
    country = (holidays or "").strip().upper().partition("-")[0]
    if not country:
        country = _COUNTRY_OF.get(zone) or _BY_CONTINENT.get(zone.partition("/")[0], "")
    return _NUMBERS.get(country, _OTHERS)
