"""The way back from structure to paper: the same reading written as an annex, a plan or a letter, or filled in Excel.

A province that has no scan starts from the Excel annex or from the form; a province that has one gets its papers
written. Nothing is invented: what is unknown is printed as dots.
"""

from mangnon.documents.drafting.annex_file import (
    AnnexFile,
    AnnexRow,
    BadAnnexFile,
    CellFault,
    empty_annex,
    read_annex,
)
from mangnon.documents.drafting.papers import annex_table, assignment_letter, lead_bodies, plan_paper

__all__ = [
    "AnnexFile",
    "AnnexRow",
    "BadAnnexFile",
    "CellFault",
    "annex_table",
    "assignment_letter",
    "empty_annex",
    "lead_bodies",
    "plan_paper",
    "read_annex",
]
