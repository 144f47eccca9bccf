from __future__ import annotations

import pytest

from onedoor.geography.qr import grid_address, parse_grid, svg

GRID = "990801101006003"


def test_the_address_on_the_wall_leads_back_to_its_grid(settings) -> None:
    settings.ONEDOOR_BASE_URL = "https://door.example"
    address = grid_address(GRID)
    assert address.startswith(f"https://door.example/g/{GRID}-")
    assert parse_grid(address.rpartition("/")[2]) == GRID


@pytest.mark.parametrize(
    "token", ["", GRID, f"{GRID}-", f"{GRID}-x", "990801-1", f"{GRID}-{GRID}", "²²²²²²²²²²²²²²²-1"]
)
def test_a_mistyped_address_leads_nowhere(token: str) -> None:
    assert parse_grid(token) is None


def test_every_other_check_digit_is_refused() -> None:
    assert sum(parse_grid(f"{GRID}-{digit}") == GRID for digit in range(10)) == 1


def test_the_picture_is_an_svg_without_styles_or_scripts() -> None:
    picture = svg(grid_address(GRID))
    assert picture.startswith("<svg")
    assert "style" not in picture
    assert "script" not in picture
