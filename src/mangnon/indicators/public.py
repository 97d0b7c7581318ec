"""The door of `indicators`."""

from mangnon.indicators.aiming import Aim, aims_for
from mangnon.indicators.checking import findings, full_code, sheet_findings
from mangnon.indicators.choosing import choose_reporter
from mangnon.indicators.dividing import add_category, add_dimension
from mangnon.indicators.errors import (
    BadBreakdown,
    BadExpression,
    BadPeriod,
    BadTarget,
    FiguresRefused,
    IndicatorRefused,
)
from mangnon.indicators.filling import Filled, fill_sheet
from mangnon.indicators.hiding import ALL as ALL_UNITS
from mangnon.indicators.hiding import hidden_in_print, is_hidden_place, sees_everything_of
from mangnon.indicators.keeping import SetFacts, add_indicator, add_set
from mangnon.indicators.limits import small_numbers
from mangnon.indicators.models import Breakdown, Category, Dimension, Figure, Indicator, IndicatorSet, Target
from mangnon.indicators.pivoting import PivotCell, pivot
from mangnon.indicators.places import is_place_of, places_of, province_codes_of
from mangnon.indicators.policies import can_enter_figures, can_fill_forms, can_see_figures, can_set_targets
from mangnon.indicators.publishing import Part, Partition, hidden_keys, partitions, parts_of
from mangnon.indicators.reading import Point, Row, Table, series, table
from mangnon.indicators.recording import ContradictoryFigures, Recorded, correct_figure, record_figures
from mangnon.indicators.rules.ages import Band, age_on, band_of, made_of, months_on
from mangnon.indicators.rules.breakdowns import key_of, parts_of_key
from mangnon.indicators.rules.cells import Cell, Told, value_of
from mangnon.indicators.rules.checks import Finding
from mangnon.indicators.rules.choices import period_choices
from mangnon.indicators.rules.entry import read_cell, write_cell
from mangnon.indicators.rules.grid import CellAt, name_of
from mangnon.indicators.rules.periods import Period, is_part_of_year, period_of, period_words
from mangnon.indicators.rules.persons import counts_persons, denominator_counts_persons
from mangnon.indicators.rules.suppression import Equation, Hidden, suppress
from mangnon.indicators.rules.targets import Goal, gap_to, state_of, state_within
from mangnon.indicators.rules.totals import Missing, Sum, combine, sum_of_cell
from mangnon.indicators.rules.years import grows_over_year, is_too_few
from mangnon.indicators.selectors import (
    History,
    breakdowns,
    cell_of,
    dictionary,
    dimensions,
    form,
    goal_of,
    goals_for,
    history,
    indicator_of,
    sets,
    source_of,
    targets_in_force,
)
from mangnon.indicators.services import load_dictionary, set_target, withdraw_target
from mangnon.indicators.sheets import EntrySheet, entry_sheet
from mangnon.indicators.telling import YearTold, told_of_year
from mangnon.indicators.terms import SourceKind
from mangnon.indicators.tracing import PaperLink, register_paper_finder
from mangnon.indicators.yearly import by_year, latest

__all__ = [
    "ALL_UNITS",
    "Aim",
    "BadBreakdown",
    "BadExpression",
    "BadPeriod",
    "BadTarget",
    "Band",
    "Breakdown",
    "Category",
    "Cell",
    "CellAt",
    "ContradictoryFigures",
    "Dimension",
    "EntrySheet",
    "Equation",
    "Figure",
    "FiguresRefused",
    "Filled",
    "Finding",
    "Goal",
    "Hidden",
    "History",
    "Indicator",
    "IndicatorRefused",
    "IndicatorSet",
    "Missing",
    "PaperLink",
    "Part",
    "Partition",
    "Period",
    "PivotCell",
    "Point",
    "Recorded",
    "Row",
    "SetFacts",
    "SourceKind",
    "Sum",
    "Table",
    "Target",
    "Told",
    "YearTold",
    "add_category",
    "add_dimension",
    "add_indicator",
    "add_set",
    "age_on",
    "aims_for",
    "band_of",
    "breakdowns",
    "by_year",
    "can_enter_figures",
    "can_fill_forms",
    "can_see_figures",
    "can_set_targets",
    "cell_of",
    "choose_reporter",
    "combine",
    "correct_figure",
    "counts_persons",
    "denominator_counts_persons",
    "dictionary",
    "dimensions",
    "entry_sheet",
    "fill_sheet",
    "findings",
    "form",
    "full_code",
    "gap_to",
    "goal_of",
    "goals_for",
    "grows_over_year",
    "hidden_in_print",
    "hidden_keys",
    "history",
    "indicator_of",
    "is_hidden_place",
    "is_part_of_year",
    "is_place_of",
    "is_too_few",
    "key_of",
    "latest",
    "load_dictionary",
    "made_of",
    "months_on",
    "name_of",
    "partitions",
    "parts_of",
    "parts_of_key",
    "period_choices",
    "period_of",
    "period_words",
    "pivot",
    "places_of",
    "province_codes_of",
    "read_cell",
    "record_figures",
    "register_paper_finder",
    "sees_everything_of",
    "series",
    "set_target",
    "sets",
    "sheet_findings",
    "small_numbers",
    "source_of",
    "state_of",
    "state_within",
    "sum_of_cell",
    "suppress",
    "table",
    "targets_in_force",
    "told_of_year",
    "value_of",
    "withdraw_target",
    "write_cell",
]
