"""Somebody who can be mistaken for nobody else: what the erasure test writes everywhere and then looks for."""

from __future__ import annotations

NAME = "鄢翾旻"
PHONE = "10077718293"
ADDRESS = "饕餮巷七十七号501室"
RARE = "龘靐"
SOURCE = "row-77718"
LON, LAT = 123.0051829347, 28.0051829347
