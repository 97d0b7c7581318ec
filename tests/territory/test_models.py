"""What units say of themselves."""

from __future__ import annotations

import pytest

from mangnon.territory.models import Unit


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Tỉnh Kon Tum", "Kon Tum"),
        ("Xã Đắk Mẫu", "Đắk Mẫu"),
        ("Phường 1", "Phường 1"),
        ("Quận 10", "Quận 10"),
        ("Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("Thành phố Huế", "Huế"),
    ],
)
def test_a_place_is_named_on_papers_by_its_own_name_where_it_has_one(name: str, place: str) -> None:
    assert Unit(name=name).proper_name == place
