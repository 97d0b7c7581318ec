"""Writing official documents: one model, three writers (Word, PDF, Excel). NĐ 30/2020/NĐ-CP; docs/decisions/0008."""

from mangnon.documents.official.annex import (
    ANNEX_COLUMNS,
    PLAN_COLUMNS,
    AnnexForm,
    AnnexLine,
    LineKey,
    key_of,
    read_key,
)
from mangnon.documents.official.capacities import (
    SigningForm,
    capacity_of,
    seat_of,
    signing_faults,
    signing_forms,
    signing_lines,
)
from mangnon.documents.official.docx import write_docx
from mangnon.documents.official.errors import UnwritableDocument
from mangnon.documents.official.fonts import typeface as type_for_pdf
from mangnon.documents.official.kinds import (
    KINDS,
    LETTER,
    NOTICE,
    PLAN,
    REPORT,
    SUBMISSION,
    DocumentKind,
    document_kind,
)
from mangnon.documents.official.model import (
    Align,
    Annex,
    Block,
    Bullet,
    CellValue,
    Column,
    Heading,
    OfficialDocument,
    Paragraph,
    Row,
    RowStyle,
    Signer,
    SourceNote,
    Table,
)
from mangnon.documents.official.pdf import SigningPlace, signing_place, write_pdf
from mangnon.documents.official.storing import document_data, document_from_data
from mangnon.documents.official.xlsx import Sheet, write_workbook

__all__ = [
    "ANNEX_COLUMNS",
    "KINDS",
    "LETTER",
    "NOTICE",
    "PLAN",
    "PLAN_COLUMNS",
    "REPORT",
    "SUBMISSION",
    "Align",
    "Annex",
    "AnnexForm",
    "AnnexLine",
    "Block",
    "Bullet",
    "CellValue",
    "Column",
    "DocumentKind",
    "Heading",
    "LineKey",
    "OfficialDocument",
    "Paragraph",
    "Row",
    "RowStyle",
    "Sheet",
    "Signer",
    "SigningForm",
    "SigningPlace",
    "SourceNote",
    "Table",
    "UnwritableDocument",
    "capacity_of",
    "document_data",
    "document_from_data",
    "document_kind",
    "key_of",
    "read_key",
    "seat_of",
    "signing_faults",
    "signing_forms",
    "signing_lines",
    "signing_place",
    "type_for_pdf",
    "write_docx",
    "write_pdf",
    "write_workbook",
]
