"""Masking: what a screen shows of a person until somebody gives a reason to see more (个人信息保护法 art. 6)."""

from __future__ import annotations

import re


def masked_name(name: str) -> str:
    """周晓云 → 周**, 欧阳明 → 欧**; one character stays as it is not a name by itself."""
    name = name.strip()
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def masked_phone(phone: str) -> str:
    """13912340417 → 139****0417; shorter numbers keep their last two digits."""
    digits = normalised_phone(phone)
    if len(digits) >= 11:
        return f"{digits[:3]}****{digits[-4:]}"
    return "*" * max(len(digits) - 2, 0) + digits[-2:]


def masked_address(address: str) -> str:
    """Keeps the place and hides the door: 翠湖花园3幢2单元501室 → 翠湖花园3幢***."""
    address = address.strip()
    found = re.match(r".*?(幢|栋|号楼|座|村|组|弄|巷|路|街)", address)
    kept = found.group(0) if found else address[: max(len(address) // 3, 1)]
    return f"{kept}***" if address else ""


def normalised_phone(phone: str) -> str:
    """Digits only, without the country code: what the blind index is made of."""
    digits = re.sub(r"\D", "", phone.translate(str.maketrans("０１２３４５６７８９", "0123456789")))
    return digits.removeprefix("86") if len(digits) == 13 else digits


def masked_numbers(text: str) -> str:
    """Hides the middle of every run of seven digits or more inside words: phones, ID and account numbers."""
    return re.sub(r"\d{7,}[\dXx]?", lambda found: f"{found[0][:3]}****{found[0][-2:]}", text)
