"""The areas of a county as files that can be taken in again: CSV and GeoJSON."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import TextIO

import shapely
from django.db.models import QuerySet

from onedoor.geography.models import Area

COLUMNS = ("code", "name", "level", "parent", "lon", "lat")


def in_force(county: str, on: date) -> QuerySet[Area]:
    """The areas of a county that are valid on a day, by code."""
    return Area.objects.filter(county=county, valid_from__lte=on).exclude(valid_to__lt=on).order_by("code")


def write_csv(county: str, file: TextIO, *, on: date) -> int:
    """Write one line per area, UTF-8 with a mark so that office programs read it. Returns how many."""
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    count = 0
    for values in in_force(county, on).values_list(*COLUMNS).iterator():
        writer.writerow(["" if value is None else value for value in values])
        count += 1
    return count


def write_geojson(county: str, file: TextIO, *, on: date) -> int:
    """Write one feature per area that has a boundary (WGS 84). Returns how many."""
    file.write('{"type":"FeatureCollection","features":[\n')
    count = 0
    drawn = in_force(county, on).filter(boundary__isnull=False)
    for code, name, level, parent, boundary in drawn.values_list("code", "name", "level", "parent", "boundary"):
        told = json.dumps({"code": code, "name": name, "level": level, "parent": parent}, ensure_ascii=False)
        land = shapely.to_geojson(shapely.from_wkb(bytes(boundary or b"")))
        file.write(f'{"," if count else ""}{{"type":"Feature","properties":{told},"geometry":{land}}}\n')
        count += 1
    file.write("]}\n")
    return count
