"""Measures of an official page, once for all writers.

Source: NĐ 30/2020/NĐ-CP, Appendix I. Where the rule gives a range the value taken is noted with the range. Lengths are
millimetres, type sizes and spacings points.
"""

from __future__ import annotations

from typing import Final

PAGE_WIDTH: Final = 210.0  # A4
PAGE_HEIGHT: Final = 297.0
MARGIN_TOP: Final = 20.0  # 20-25
MARGIN_BOTTOM: Final = 20.0  # 20-25
MARGIN_LEFT: Final = 30.0  # 30-35
MARGIN_RIGHT: Final = 15.0  # 15-20: both headings of the page then stand on one line each
TEXT_WIDTH: Final = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
TEXT_WIDTH_LANDSCAPE: Final = PAGE_HEIGHT - MARGIN_LEFT - MARGIN_RIGHT
PAGE_NUMBER_FROM_TOP: Final = 10.0

HEAD_LEFT: Final = 73.0  # the agency's column; the motto's takes the rest of the width
HEAD_ROOM: Final = 69.0  # what of it the agency's name may take: the two columns never touch
MOTTO_WIDTH: Final = 56.1  # «Độc lập - Tự do - Hạnh phúc», Times bold 13 pt: its rule is as long as the words

SIZE_BODY: Final = 14.0  # 13-14
SIZE_COUNTRY: Final = 12.0  # 12-13
SIZE_MOTTO: Final = 13.0  # 13-14
SIZE_AGENCY: Final = 12.0  # 12-13
SIZE_NUMBER: Final = 13.0
SIZE_DATE: Final = 13.0  # 13-14
SIZE_URGENCY: Final = 13.0  # 13-14
SIZE_LETTER_SUBJECT: Final = 12.0  # 12-13
SIZE_TITLE: Final = 14.0  # 13-14
SIZE_RECIPIENTS_LABEL: Final = 12.0
SIZE_RECIPIENTS: Final = 11.0
SIZE_TABLE: Final = 12.0
SIZE_NOTICE: Final = 11.0
SIZE_PAGE_NUMBER: Final = 13.0  # 13-14
SIZE_SOURCES: Final = 12.0

FIRST_LINE: Final = 12.7  # 10 or 12.7
PARAGRAPH_GAP: Final = 6.0  # at least 6
LINE_SPACING: Final = 1.15  # single to 1.5
RULE_SHARE: Final = 0.4  # rules below agency and subject: a third to a half of the line above
RULE_WEIGHT: Final = 0.75
SIGNATURE_SPACE: Final = 72.0  # room for seal and signature

WHOLE_ROW_LINES: Final = 18  # a table row of more lines may be split between pages; a lying page holds about 30
