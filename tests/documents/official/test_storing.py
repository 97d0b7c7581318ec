"""A document kept as data says the same when it is taken out again."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.documents.official import Column, OfficialDocument, Row, Signer, Table, document_data, document_from_data
from tests.documents.official.samples import HOSTILE, bare, report


def _back(document: OfficialDocument) -> OfficialDocument:
    return document_from_data(json.loads(json.dumps(document_data(document))))


@pytest.mark.parametrize(
    "document",
    [
        report(),
        bare(),
        report(subject=HOSTILE, draft=True, sample_notice="Mẫu"),
        report(co_signer=Signer(("BÊN GIAO",), "Nguyễn Mẫu")),
    ],
)
def test_nothing_is_lost(document: OfficialDocument) -> None:
    assert _back(document) == document


def test_what_was_kept_before_there_were_two_signers_is_read() -> None:
    data = document_data(report())
    del data["co_signer"]
    assert document_from_data(data) == report()


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.text(max_size=20),
            st.integers(-(10**9), 10**9),
            st.floats(allow_nan=False, allow_infinity=False),
            st.decimals(allow_nan=False, allow_infinity=False, places=3),
            st.dates(),
            st.times(),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_every_kind_of_cell_comes_back(cells: list[str | int | float | Decimal | dt.date | dt.time | None]) -> None:
    table = Table(tuple(Column(f"Cột {n}") for n in range(len(cells))), (Row(tuple(cells)),))
    assert _back(bare(body=(table,))).body == (table,)


@pytest.mark.parametrize("data", [{}, {"form": 2}, {"form": 1}, {**document_data(bare()), "body": [{}]}])
def test_other_data_are_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"form|document"):
        document_from_data(data)
