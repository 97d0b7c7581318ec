"""Reading a consolidation: its passages by section, and the numbered sources they rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.kernel.text import fold
from mangnon.plans.public import Task, TaskGroup
from mangnon.reporting.consolidation import prose
from mangnon.reporting.consolidation.figures import Divided, FigureBook, figure_book
from mangnon.reporting.consolidation.withholding import sent_book
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.models import Consolidation, PaperTitle, Passage, PassageSource, Period, ReportVersion
from mangnon.reporting.policies import check_read_consolidation
from mangnon.reporting.rules.comparison import by_task
from mangnon.reporting.terms import PassageKind


def consolidations(viewer: Actor, period: Period) -> QuerySet[Consolidation]:
    """The consolidations of a period, newest first. Raises NotAllowed."""
    check_read_consolidation(viewer, recipient_id=recipient_of(period.regime, clock.today()).pk)
    return (
        Consolidation.objects.filter(period=period)
        .select_related(
            "period__regime__plan__directive",
            "period__regime__plan__territory",
            "period__regime__plan__lead_agency",
            "period__regime__recipient",
            "made_by",
        )
        .order_by("-number")
    )


@dataclass(slots=True)
class Consolidated:
    """A consolidation read whole. `numbers` gives each sent report its mark, in order of appearance from 1."""

    consolidation: Consolidation
    tasks: list[Task]
    passages: list[Passage]
    numbers: dict[int, int] = field(default_factory=dict)
    versions: list[ReportVersion] = field(default_factory=list)
    figures: FigureBook = field(default_factory=FigureBook)
    titles: list[PaperTitle] = field(default_factory=list)

    def title_edit(self, about: Task | TaskGroup) -> PaperTitle | None:
        """The officer's words for a title, where there are some."""
        is_task = isinstance(about, Task)
        return next((t for t in self.titles if about.pk == (t.task_id if is_task else t.group_id)), None)

    def title_of(self, about: Task | TaskGroup) -> str:
        """How the paper prints the title of a task or of a group: the officer's words, else the plan's."""
        edit = self.title_edit(about)
        return edit.text if edit is not None else about.text if isinstance(about, Task) else about.title

    @property
    def kept(self) -> list[Passage]:
        """The passages that go into the document."""
        return [passage for passage in self.passages if not passage.is_left_out]

    def of(self, kind: str, task_id: int | None = None) -> list[Passage]:
        """The passages of a kind; of one task for results."""
        return [p for p in self.passages if p.kind == kind and (kind != PassageKind.RESULT or p.task_id == task_id)]

    def marks(self, passages: Iterable[Passage]) -> tuple[str, ...]:
        """The marks of the reports that some passages rest on, each once."""
        numbers = {self.numbers[source.version_id] for passage in passages for source in passage.sources.all()}
        return tuple(str(number) for number in sorted(numbers))

    def is_of_lead(self, passage: Passage) -> bool:
        """Whether the task's lead agency is among the passage's sources."""
        lead = self.consolidation.summary["tasks"].get(str(passage.task_id), {}).get("lead_code")
        return any(source.version.report.agency.code == lead for source in passage.sources.all())

    @property
    def alike(self) -> list[Passage]:
        """The passages that may tell of the same activity as another, both still in the document."""
        kept = {passage.pk for passage in self.kept}
        return [p for p in self.kept if p.same_as_id is not None and p.same_as_id in kept]


def read_consolidation(consolidation: Consolidation, *, divided: Divided = (), is_sent: bool = False) -> Consolidated:
    """Everything of a consolidation, words and figures; queries do not grow with its length. `divided`: as of
    `figure_book`. `is_sent`: for the copy that leaves, without the numbers that stay inside."""
    plan_id = consolidation.period.regime.plan_id or 0
    # Not joined: a sending stands behind many passages, and its whole content would be read with each.
    sources = PassageSource.objects.prefetch_related("version__report__agency").order_by("pk")
    passages = list(
        Passage.objects.filter(consolidation=consolidation)
        .select_related("task__group", "edited_by")
        .prefetch_related(Prefetch("sources", sources))
        .order_by("order")
    )
    tasks = list(Task.objects.filter(plan_id=plan_id).select_related("group").order_by("order"))
    titles = list(PaperTitle.objects.filter(consolidation=consolidation).select_related("edited_by"))
    found = Consolidated(consolidation, tasks, passages, titles=titles)
    for passage in passages:
        for source in passage.sources.all():
            if source.version_id not in found.numbers:
                found.numbers[source.version_id] = len(found.numbers) + 1
                found.versions.append(source.version)
    if is_sent:
        found.figures = sent_book(consolidation, divided=divided)
    else:
        found.figures = figure_book(consolidation, divided=divided)
    for line in found.figures.lines:
        for key in line.versions:
            if key not in found.numbers:
                found.numbers[key] = len(found.numbers) + 1
                found.versions.append(found.figures.versions[key])
    return found


def consolidated(
    viewer: Actor, period: Period, *, number: int | None = None, divided: Divided = ()
) -> Consolidated | None:
    """The last consolidation of a period, or the one with a number. Raises NotAllowed."""
    found = consolidations(viewer, period)
    chosen = found.filter(number=number).first() if number is not None else found.first()
    return read_consolidation(chosen, divided=divided) if chosen is not None else None


def source_text(version: ReportVersion, task_id: int | None, name: str) -> str:
    """The words a sent report has in a field of an entry; none for «is_nil», which the consolidation says itself."""
    value = by_task(version.content).get(task_id, {}).get(name)
    return "" if isinstance(value, bool) or value is None else str(value).strip()


def facts_of(version: ReportVersion, task_id: int | None, name: str) -> list[dict[str, Any]]:
    """The recorded facts that the words of a sent box were put together from, as the sending keeps them."""
    entry = by_task(version.content).get(task_id, {})
    return [each for each in entry.get("sources", ()) if each.get("field") == name]


def agencies_of(passage: Passage) -> list[str]:
    """The names, as written in a text, of the agencies a passage comes from, each once."""
    agencies = [source.version.report.agency for source in passage.sources.all()]
    return prose.once(prose.name_in_text(agency.name, agency.short_name) for agency in agencies)


def issuer_of(consolidation: Consolidation) -> Agency:
    """The body in whose name a consolidation is issued: the recipient of the cut-off day, as of the snapshot."""
    code = consolidation.summary.get("issuer")
    found = Agency.objects.select_related("territory__parent").filter(code=code).first() if code else None
    return found or consolidation.period.regime.recipient


def is_edited(passage: Passage) -> bool:
    """Whether the words differ from the reported ones."""
    return fold(passage.text) != fold(passage.first_text) or passage.text != passage.first_text


def instant_of(text: str | None) -> dt.datetime | None:
    """An instant of the snapshot, as it was written down."""
    return dt.datetime.fromisoformat(text) if text else None
