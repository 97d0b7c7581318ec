"""The yearly child-rights report of a province, as a template of consolidation: the Committee's clusters, the figures
against their targets, what was done on each recommendation, difficulties, proposals. What is not known stays dots.

Every sentence and figure is a passage or a figure of the consolidation, which is where they are edited; the chain
recommendation → task → passages puts them in another order. At the head of a section an officer may say what no body
reported (section_words), on record with who and when.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mangnon.accounts.public import SYSTEM
from mangnon.documents.official import (
    Annex,
    Block,
    Bullet,
    Column,
    Heading,
    OfficialDocument,
    Paragraph,
    Row,
    Sheet,
    Table,
)
from mangnon.kernel.text import capitalise_first, one_line
from mangnon.plans.public import Task
from mangnon.recommendations.public import Cluster, Recommendation, clusters, live_links_to_task
from mangnon.reporting.consolidation import annexes, prose
from mangnon.reporting.consolidation.figure_words import figure_blocks, line_words
from mangnon.reporting.consolidation.figures import Divided, FigureLine
from mangnon.reporting.consolidation.official import OfficialReport, directive_words
from mangnon.reporting.consolidation.reading import Consolidated, agencies_of, read_consolidation
from mangnon.reporting.consolidation.section_words import words_of_sections
from mangnon.reporting.models import Consolidation, Passage, SectionWords
from mangnon.reporting.terms import PassageKind

DOTS = "…"


@dataclass(slots=True)
class AnsweredParagraph:
    """A paragraph of the Committee, and the plan's tasks that answer it."""

    recommendation: Recommendation
    tasks: list[Task] = field(default_factory=list)


@dataclass(slots=True)
class ClusterPart:
    """One cluster: its paragraphs that the plan answers, their tasks, and the figures that belong to these."""

    cluster: Cluster
    paragraphs: list[AnsweredParagraph] = field(default_factory=list)
    figures: list[FigureLine] = field(default_factory=list)

    @property
    def tasks(self) -> list[Task]:
        """The tasks of all paragraphs, each once, in the plan's order."""
        found = {task.pk: task for each in self.paragraphs for task in each.tasks}
        return sorted(found.values(), key=lambda task: task.order)


@dataclass(slots=True)
class ChildRights:
    """A consolidation read by clusters. `unlinked`: tasks that answer no paragraph; `own`: the words that an officer
    put at the head of a section."""

    found: Consolidated
    parts: list[ClusterPart]
    unlinked: list[Task]
    own: Mapping[str, SectionWords] = field(default_factory=dict)

    @property
    def paragraphs(self) -> list[AnsweredParagraph]:
        """Every answered paragraph by document and number."""
        every = [each for part in self.parts for each in part.paragraphs]
        return sorted(
            every,
            key=lambda each: (each.recommendation.document_id, each.recommendation.number, each.recommendation.sub),
        )

    @property
    def general(self) -> list[Passage]:
        """What bodies told in general, of no task."""
        return [each for each in self.found.of(PassageKind.GENERAL) if not each.is_left_out]

    @property
    def others(self) -> list[Passage]:
        """What was accepted and answers no paragraph."""
        return [*(passage for task in self.unlinked for passage in self.results(task)), *self.general]

    def results(self, task: Task) -> list[Passage]:
        """What the consolidation keeps of the results of a task."""
        return [each for each in self.found.of(PassageKind.RESULT, task.pk) if not each.is_left_out]


def read_child_rights(consolidation: Consolidation, *, divided: Divided = (), is_sent: bool = False) -> ChildRights:
    """A consolidation by clusters of recommendations; one query beside those of the consolidation."""
    found = read_consolidation(consolidation, divided=divided, is_sent=is_sent)
    tasks = {task.pk: task for task in found.tasks}
    paragraphs: dict[int, AnsweredParagraph] = {}
    for link in live_links_to_task(SYSTEM, found.tasks):
        each = paragraphs.setdefault(link.recommendation_id, AnsweredParagraph(link.recommendation))
        task = tasks.get(link.task_id or 0)
        if task is not None and task not in each.tasks:
            each.tasks.append(task)
    parts = [ClusterPart(cluster) for cluster in clusters().values()]
    by_code = {part.cluster.code: part for part in parts}
    for each in paragraphs.values():
        if each.recommendation.cluster in by_code:
            by_code[each.recommendation.cluster].paragraphs.append(each)
    for part in parts:
        own = {task.pk for task in part.tasks}
        part.figures = [line for line in found.figures.lines if line.asked.task_id in own]
        part.paragraphs.sort(key=lambda each: (each.recommendation.document_id, each.recommendation.number))
    linked = {task.pk for part in parts for task in part.tasks}
    unlinked = [task for task in found.tasks if task.pk not in linked]
    return ChildRights(found, parts, unlinked, words_of_sections(consolidation))


def build_child_rights_report(
    consolidation: Consolidation,
    *,
    issued_on: dt.date | None = None,
    sample_notice: str | None = None,
    with_sources: bool = True,
) -> OfficialDocument:
    """The yearly report as an official document; number, date and signer stay dots until they are known. Without
    sources it is the copy for sending: small numbers of persons are withheld."""
    rights = read_child_rights(consolidation, is_sent=not with_sources)
    return _ChildRightsReport(rights).document(
        issued_on=issued_on, sample_notice=sample_notice, with_sources=with_sources
    )


def child_rights_sheets(consolidation: Consolidation, *, sample_notice: str | None = None) -> list[Sheet]:
    """The annexes, for sending: recommendations and what was done, tasks, figures, sources."""
    rights = read_child_rights(consolidation, is_sent=True)
    title = ("PHỤ LỤC I", "Thực hiện khuyến nghị về quyền trẻ em", capitalise_first(consolidation.period.words))
    first = Sheet("Khuyến nghị", title, recommendation_table(rights), sample_notice=sample_notice)
    return [first, *annexes.sheets(rights.found, subtitle=title[2], sample_notice=sample_notice, has_task_annex=False)]


def recommendation_table(rights: ChildRights) -> Table:
    """Each answered paragraph: what it is about, tasks, bodies, results in short; dots for the unknown."""
    rows = []
    summary = rights.found.consolidation.summary["tasks"]
    for each in rights.paragraphs:
        about = each.recommendation.topic or one_line(each.recommendation.text) or DOTS
        results = [prose.in_one_line(passage.text) for task in each.tasks for passage in rights.results(task)]
        leads = prose.once(summary.get(str(task.pk), {}).get("lead", DOTS) for task in each.tasks)
        short = "\n".join(prose.short_title(text, longest=220) for text in results)
        rows.append(
            Row(
                (
                    f"Đoạn {each.recommendation.words}",
                    about,
                    ", ".join(t.code for t in each.tasks),
                    "; ".join(leads),
                    short or DOTS,
                )
            )
        )
    columns = (
        Column("Khuyến nghị", 1.0),
        Column("Nội dung", 2.4),
        Column("Nhiệm vụ", 0.9),
        Column("Cơ quan chủ trì", 1.6),
        Column("Kết quả tóm tắt", 4.2),
    )
    return Table(columns, tuple(rows))


class _ChildRightsReport(OfficialReport):
    """The same consolidation in the order of the child-rights report."""

    def __init__(self, rights: ChildRights) -> None:
        super().__init__(rights.found)
        self.rights = rights
        self.told: dict[int, int] = {}
        documents = {each.recommendation.document_id for each in rights.paragraphs}
        self.has_documents = len(documents) > 1

    def subject(self) -> str:
        """«Tình hình thực hiện quyền trẻ em năm 2025»."""
        year = self.period.ends_on.year
        is_year = (self.period.ends_on - self.period.starts_on).days >= 364
        when = f"năm {year}" if is_year else self.when
        return f"Tình hình thực hiện quyền trẻ em {when}"

    def _annexes(self) -> Iterable[Annex]:
        about = f"{self.when[0].upper()}{self.when[1:]}"
        yield Annex(
            "Thực hiện khuyến nghị về quyền trẻ em", (recommendation_table(self.rights),), about, landscape=True
        )
        yield Annex("Tình hình gửi báo cáo", (annexes.status_table(self.found),), about)
        if self.found.figures.lines:
            yield from self._figure_annexes(about)
        yield from self._chart_annex(about)

    def _body(self, committee: str) -> Iterable[Block]:
        basis = f", thực hiện {directive_words(self.plan)}" if self.plan is not None else ""
        yield Paragraph(
            f"Thực hiện trách nhiệm báo cáo về quyền trẻ em{basis}, {self.agency.name} tổng hợp, báo cáo như sau:"
        )
        yield from self._reporting_words()
        yield Heading(1, "I. TÌNH HÌNH THỰC HIỆN QUYỀN TRẺ EM THEO NHÓM QUYỀN")
        if not all(part.cluster.is_verified for part in self.rights.parts):
            yield Paragraph("Tên nhóm quyền theo hướng dẫn báo cáo của Ủy ban về quyền trẻ em (chưa kiểm chứng).")
        for number, part in enumerate(self.rights.parts, 1):
            yield from self._cluster(number, part)
        yield Heading(1, "II. CHỈ TIÊU CỦA CHƯƠNG TRÌNH, KẾ HOẠCH")
        yield from self._own("chi-tieu")
        if self.found.figures.lines:
            yield from figure_blocks(self.found.figures, self._marks_of_versions)
        else:
            yield Paragraph(f"Số liệu chỉ tiêu: {DOTS}")
        yield Heading(1, "III. VIỆC ĐÃ LÀM THEO TỪNG KHUYẾN NGHỊ")
        yield from self._own("khuyen-nghi")
        yield from self._recommendations()
        numbers = iter(("IV", "V", "VI"))
        others = list(self._others())
        if others:
            yield Heading(1, f"{next(numbers)}. KẾT QUẢ KHÁC")
            yield from others
        yield Heading(1, f"{next(numbers)}. KHÓ KHĂN, VƯỚNG MẮC")
        yield from self._own("kho-khan")
        yield from self._collected(PassageKind.DIFFICULTY, f"Khó khăn, vướng mắc: {DOTS}")
        yield Heading(1, f"{next(numbers)}. ĐỀ XUẤT, KIẾN NGHỊ")
        yield from self._own("de-xuat")
        yield from self._collected(PassageKind.PROPOSAL, f"Đề xuất, kiến nghị: {DOTS}")
        yield Paragraph(f"Trên đây là {self.subject()[0].lower()}{self.subject()[1:]}, kính báo cáo {committee}./.")

    def _cluster(self, number: int, part: ClusterPart) -> Iterable[Block]:
        is_known = part.cluster.is_verified and part.cluster.articles
        articles = f" (Điều {part.cluster.articles} Công ước)" if is_known else ""
        yield Heading(2, f"{number}. {part.cluster.name}{articles}")
        own = list(self._own(f"nhom-{part.cluster.code}"))
        yield from own
        said = bool(own)
        for task in part.tasks:
            results = self.rights.results(task)
            said = said or bool(results)
            before = self.told.setdefault(task.pk, number)
            if results and before != number:  # it answers paragraphs of several clusters: its results stand once
                yield Bullet(f"Nhiệm vụ {task.code}: kết quả nêu tại điểm {before} mục này.", self._marks(results))
                continue
            for passage in results:
                yield from self._bullet(passage)
        for line in part.figures:
            said = True
            yield Bullet(line_words(line), self._marks_of_versions(line.versions))
        if not said:
            yield Paragraph(DOTS)

    def _own(self, section: str) -> Iterable[Block]:
        """The officer's words of a section, a paragraph a line."""
        words = self.rights.own.get(section)
        for line in words.text.split("\n") if words is not None else ():
            if line.strip():
                yield Paragraph(line.strip())

    def _recommendations(self) -> Iterable[Block]:
        paragraphs = self.rights.paragraphs
        if not paragraphs:
            yield Paragraph(f"Chưa có nhiệm vụ nào của kế hoạch được gắn với khuyến nghị: {DOTS}")
        for each in paragraphs:
            topic = each.recommendation.topic or prose.short_title(one_line(each.recommendation.text)) or DOTS
            unsure = "" if each.recommendation.is_verified else " (chưa kiểm chứng)"
            of_whom = f" ({each.recommendation.document.symbol})" if self.has_documents else ""
            yield Heading(3, f"Đoạn {each.recommendation.words}{of_whom}: {topic}{unsure}")
            for task in each.tasks:
                passages = self.rights.results(task)
                who = prose.listed(prose.once(name for passage in passages for name in agencies_of(passage)))
                words = f"đã có kết quả của {who}, nêu tại mục I" if passages else DOTS
                yield Bullet(
                    f"Nhiệm vụ {task.code} ({prose.short_title(prose.lower_first(task.text), longest=120)}): {words}.",
                    self._marks(passages),
                )
        if self.rights.unlinked:
            codes = prose.listed([task.code for task in self.rights.unlinked])
            yield Paragraph(f"Nhiệm vụ chưa gắn với khuyến nghị nào: {codes}.")

    def _others(self) -> Iterable[Block]:
        """What was accepted and answers no paragraph: results of other tasks, and of bodies in general. Every report
        that is said to be in the paper is in it."""
        number = 0
        for task in self.rights.unlinked:
            passages = self.rights.results(task)
            if passages:
                number += 1
                title = prose.whole_title(self.found.title_of(task))
                yield Heading(2, f"{number}. {title} (nhiệm vụ {task.code})")
                yield from self._task(passages, task)
        if self.rights.general:
            yield Heading(2, f"{number + 1}. Kết quả chung của các cơ quan, đơn vị, địa phương")
            for passage in self.rights.general:
                yield from self._bullet(passage)
