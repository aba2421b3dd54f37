"""Numbers that lead to somebody: cards, accounts, telephones, papers. Checked where a check exists."""

import ipaddress
import re
from collections.abc import Iterator

_CARD = re.compile(r"(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b")
_IP4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)")
_IP6 = re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])")
_SSN = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")
_PAPER = re.compile(
    r"(?i)\b(?:passport|licen[cs]e|social security|ssn|national id|id card|tax id|insurance|account|iban"
    r"|customer|member|employee|patient|case|order|student)\b(?:'s)?(?: (?:card|number|no\.?|id|code))*"
    r"(?: is| was)?\s*[:#]?\s*(?P<value>(?=[A-Z0-9-]*\d[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{4,19})\b"
)
_PHONE = re.compile(
    r"(?<![\w.])(?:\+|00)?\(?\d{1,5}\)?(?:[ ./-]?\(?\d{1,5}\)?){1,6}(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?![\w])",
    re.I,
)
_CALLS = re.compile(
    r"(?i)(?:phone|mobile|cell|tel|telephone|fax|desk|office|call|reach|ring|text|whatsapp|dial|number)\W*"
    r"(?:\w+\W+){0,3}$"
)
_SAYS_PHONE_AFTER = re.compile(r"(?i)^\s*(?:office|fax|mobile|cell|home|work)\b")
_DATE = re.compile(r"^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}$")
_BORN = re.compile(
    r"(?i)\b(?:born(?: on)?|date of birth|birthday(?: is)?|dob)\W+(?P<value>\d{1,4}[-./]\d{1,2}[-./]\d{1,4}"
    r"|\d{1,2}(?:st|nd|rd|th)? \w+ \d{4}|\w+ \d{1,2}(?:st|nd|rd|th)?,? \d{4})"
)
MIN_PHONE, MAX_PHONE = 8, 15


def cards(text: str) -> Iterator[tuple[int, int]]:
    """13 to 19 digits that pass Luhn's check."""
    for match in _CARD.finditer(text):
        digits = [int(c) for c in match[0] if c.isdigit()]
        if _luhn(digits) == 0 and len(set(digits)) > 2:
            yield match.span()


def _luhn(digits: list[int]) -> int:
    doubled = (2 * d - 9 if d > 4 else 2 * d for d in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10


def ibans(text: str) -> Iterator[tuple[int, int]]:
    """By the remainder that an account number leaves (ISO 7064)."""
    for match in _IBAN.finditer(text):
        plain = match[0].replace(" ", "")
        moved = plain[4:] + plain[:4]
        if 15 <= len(plain) <= 34 and int("".join(str(int(c, 36)) for c in moved)) % 97 == 1:
            yield match.span()


def ips(text: str) -> Iterator[tuple[int, int]]:
    for match in (*_IP4.finditer(text), *_IP6.finditer(text)):
        try:
            ipaddress.ip_address(match[0])
        except ValueError:
            continue
        if len(match[0]) > 3:
            yield match.span()


def ids(text: str) -> Iterator[tuple[int, int]]:
    yield from (m.span() for m in _SSN.finditer(text))
    yield from (m.span("value") for m in _PAPER.finditer(text))


def birthdays(text: str) -> Iterator[tuple[int, int]]:
    return (m.span("value") for m in _BORN.finditer(text))


def phones(text: str) -> Iterator[tuple[int, int]]:
    """A number in groups, or one that the words around it call a telephone's."""
    for match in _PHONE.finditer(text):
        said = match[0]
        digits = sum(c.isdigit() for c in re.split(r"(?i)x|ext", said)[0])
        if not MIN_PHONE <= digits <= MAX_PHONE or _DATE.match(said):
            continue
        cued = _CALLS.search(text[max(0, match.start() - 40) : match.start()]) or _SAYS_PHONE_AFTER.match(
            text[match.end() :]
        )
        groups = len(re.findall(r"\d+", said))
        if cued or said.startswith("+") or said.startswith("(") or (groups >= 3 and "." not in said):
            yield match.span()
