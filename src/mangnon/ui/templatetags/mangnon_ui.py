"""The components' door: `{% load mangnon_ui %}`. Each tag is listed with an example in ui/README.md."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, Form
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from mangnon.kernel.dates import vn_date as date_words
from mangnon.ui.table_files import FILE_KEY
from mangnon.ui.table_files import KINDS as TABLE_KINDS
from mangnon.ui.tones import tone_of
from mangnon.ui.wording import as_day, deadline_words, instant_words, number_words

register = template.Library()

SORT_KEY = "sap-xep"
PAGE_KEY = "trang"


# ---- words and numbers -------------------------------------------------------------------------------------------


@register.filter
def vn_number(value: int | float | Decimal | str | None, places: int | None = None) -> str:
    """1.234,5. An unknown value (None or empty) is said as «…», never as zero."""
    return "…" if value is None or value == "" else number_words(value, places)


@register.filter
def vn_percent(value: int | float | Decimal | None, places: int = 1) -> str:
    """12,5 % from 12.5. An unknown value is «…»."""
    return "…" if value is None else f"{number_words(value, places)} %"


@register.filter
def vn_date(value: dt.date | dt.datetime | None) -> str:
    """17/02/2025, the day in Viet Nam; «…» for none."""
    return "…" if not value else date_words(as_day(value))


@register.filter
def vn_instant(value: dt.datetime | None) -> str:
    """08:12 ngày 05/06/2025, in Viet Nam time; «…» for none."""
    return "…" if not value else instant_words(value)


@register.filter(name="tone")
def tone_filter(code: str) -> str:
    """The tone of a state code, for `class="tone-{{ code|tone }}"`."""
    return tone_of(str(code))


# ---- small marks -------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """A shape from ui/icons.html; always beside a word, so it is hidden from readers of the screen."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def state(code: str, word: str, tone: str = "") -> SafeString:
    """A state: shape, colour and word. `tone` overrides the tone of the code."""
    chosen = tone or tone_of(str(code))
    return format_html('<span class="state tone-{}">{}{}</span>', chosen, icon(chosen), word)


@register.inclusion_tag("ui/components/deadline.html")
def deadline(
    due: dt.date | dt.datetime | None,
    today: dt.date,
    done_on: dt.date | dt.datetime | None = None,
    original: dt.date | dt.datetime | None = None,
) -> dict[str, Any]:
    """«còn 4 ngày · 09/06/2025». `original` is the day before an extension, kept on show."""
    return {
        "words": deadline_words(due, today, done_on),
        "original": "" if original is None or original == due else date_words(as_day(original)),
    }


@register.simple_tag
def doubt(word: str, confidence: float | None = None, title: str = "") -> SafeString:
    """A word the reader is not sure of: wavy line, and said to readers of the screen. `confidence` from 0 to 1."""
    known = "" if confidence is None else format_html(' data-confidence="{}"', f"{confidence:.2f}")
    tip = format_html(' title="{}"', title) if title else ""
    return format_html('<mark class="doubt"{}{}><span class="vh">chưa chắc: </span>{}</mark>', known, tip, word)


@register.simple_tag
def key(name: str) -> SafeString:
    """A key of the keyboard."""
    return format_html("<kbd>{}</kbd>", name)


@register.inclusion_tag("ui/components/key_hints.html")
def key_hints(hints: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Pairs of (key, what it does); hidden on touch screens and paper."""
    return {"hints": hints}


@register.inclusion_tag("ui/components/source_mark.html")
def source_mark(number: int, label: str, url: str = "", excerpt: str = "", scope: str = "s") -> dict[str, Any]:
    """The small number after a sentence; opens its source, prints as a number. `scope` keeps ids apart on one page."""
    return {"number": number, "label": label, "url": url, "excerpt": excerpt, "id": f"nguon-{scope}-{number}"}


@register.inclusion_tag("ui/components/source_notes.html")
def source_notes(sources: Sequence[Mapping[str, Any]], title: str = "Nguồn") -> dict[str, Any]:
    """The list the numbers point to: {number, label, url?}."""
    return {"sources": sources, "title": title}


# ---- blocks ------------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/components/stat_tile.html")
def stat_tile(
    value: int | float | Decimal | str | None, label: str, url: str = "", note: str = "", tone: str = ""
) -> dict[str, Any]:
    """A number that is a link to exactly the rows it counts. `note` carries the denominator («trên 25 nhiệm vụ»)."""
    shown = value if isinstance(value, str) else vn_number(value)
    return {"value": shown, "label": label, "url": url, "note": note, "tone": tone_of(tone) if tone else ""}


@register.inclusion_tag("ui/components/progress.html")
def progress(value: int, maximum: int, label: str) -> dict[str, Any]:
    """How far: `value` of `maximum`, with words. A `maximum` of 0 means the end is not known yet."""
    share = round(100 * value / maximum) if maximum else None
    return {"value": value, "maximum": maximum, "label": label, "share": share}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A history in sentences: {sentence, at (instant or day), tone?, note?, url?}."""
    return {"entries": entries}


@register.inclusion_tag("ui/components/chain.html")
def chain(items: Sequence[Mapping[str, Any]], label: str = "Chuỗi căn cứ") -> dict[str, Any]:
    """From the paper that promises down to here: {label, kind?, url?, current?}."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/components/breadcrumbs.html")
def breadcrumbs(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Where this page lies: {label, url?}; the last one is this page."""
    return {"items": items}


@register.inclusion_tag("ui/components/tabs.html")
def tabs(items: Sequence[Mapping[str, Any]], label: str) -> dict[str, Any]:
    """Views of one thing, as links: {label, url, current?, count?}."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/components/empty_state.html")
def empty_state(title: str, text: str = "", action_label: str = "", action_url: str = "") -> dict[str, Any]:
    """Nothing here yet: say why, and teach the next step."""
    return {"title": title, "text": text, "action_label": action_label, "action_url": action_url}


@register.inclusion_tag("ui/components/undo_bar.html", takes_context=True)
def undo_bar(context: template.Context, text: str, action_url: str, label: str = "Hoàn tác") -> dict[str, Any]:
    """What was just done, with the way back (a POST)."""
    return {"text": text, "action_url": action_url, "label": label, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/components/matrix.html")
def matrix(
    caption: str,
    columns: Sequence[Mapping[str, Any]],
    rows: Sequence[Mapping[str, Any]],
    corner: str = "Nhiệm vụ",
    legend: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Things × agencies. See ui/README.md for the shapes of `columns`, `rows` and `legend`."""
    return {"caption": caption, "columns": columns, "rows": rows, "corner": corner, "legend": legend}


@register.inclusion_tag("ui/components/legend.html")
def legend(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the shapes mean: {tone, word, count?}."""
    return {"items": items}


@register.inclusion_tag("ui/components/stage_board.html")
def stage_board(stages: Sequence[Mapping[str, Any]], label: str, today: dt.date | None = None) -> dict[str, Any]:
    """Columns of cards: {label, tone?, empty?, cards: [{title, url?, note?, state?, word?, due?}]}."""
    return {"stages": stages, "label": label, "today": today}


@register.inclusion_tag("ui/components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any], unit: str = "dòng") -> dict[str, Any]:
    """Links to the pages of a list, keeping the filters of the address. The page number is `?trang=`."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    numbers = [{"number": n, "url": _address(context, PAGE_KEY, str(n)) if isinstance(n, int) else ""} for n in shown]
    return {
        "page": page,
        "unit": unit,
        "numbers": numbers,
        "previous": _address(context, PAGE_KEY, str(page.number - 1)) if page.has_previous() else "",
        "next": _address(context, PAGE_KEY, str(page.number + 1)) if page.has_next() else "",
    }


# ---- forms -------------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, hide_label: bool = False) -> dict[str, Any]:
    """One field of a form: label, mark when it must be filled, help, error tied to the box."""
    kind = bound.widget_type
    return {"field": bound, "kind": kind, "hide_label": hide_label, "as_group": bound.use_fieldset}


@register.inclusion_tag("ui/components/form_errors.html")
def form_errors(form: Form) -> dict[str, Any]:
    """What is wrong, once, above the form, each line a link to its box. Nothing when all is well."""
    return {"form": form, "wrong": [f for f in form.visible_fields() if f.errors]}


@register.inclusion_tag("ui/components/writing_box.html")
def writing_box(
    bound: BoundField, beside: Sequence[Mapping[str, Any]] = (), source_title: str = "Bên cạnh khi viết"
) -> dict[str, Any]:
    """A long text with what helps to write it beside: `beside` is [{title, text?, points?, url?}]."""
    return {"field": bound, "beside": beside, "source_title": source_title}


@register.simple_tag
def autosave_status(word: str = "Tự lưu khi bạn gõ") -> SafeString:
    """Where autosave.js says what it did; put inside form[data-autosave]."""
    return format_html(
        '<output class="autosave" role="status" data-autosave-status data-state="idle">{}</output>', word
    )


@register.inclusion_tag("ui/components/drop_zone.html")
def drop_zone(bound: BoundField, title: str = "Kéo tệp vào đây, hoặc chọn từ máy") -> dict[str, Any]:
    """A file field to drop on; without scripts it is the plain file field."""
    return {"field": bound, "title": title}


@register.inclusion_tag("ui/components/filter_select.html")
def filter_select(
    name: str, label: str, options: Iterable[tuple[Any, str]], chosen: Any = "", any_label: str = "Tất cả"
) -> dict[str, Any]:
    """A choice in a filter bar; `options` are (value, word)."""
    rows = [{"value": str(value), "word": word} for value, word in options]
    return {"name": name, "label": label, "options": rows, "chosen": str(chosen or ""), "any_label": any_label}


@register.inclusion_tag("ui/components/filter_search.html")
def filter_search(name: str, label: str, value: str = "", hint: str = "") -> dict[str, Any]:
    """A search box in a filter bar."""
    return {"name": name, "label": label, "value": value or "", "hint": hint}


@register.inclusion_tag("ui/components/filters_told.html")
def filters_told(*rows: Any) -> dict[str, Any]:
    """On paper only, where the filter bar is not: what the rows were chosen by. `rows`: label, options, chosen, again
    and again; options are (value, word), or None where what was typed is the word. Nothing chosen, nothing said."""
    told = []
    for label, options, chosen in zip(rows[::3], rows[1::3], rows[2::3], strict=True):
        word = str(chosen or "")
        if options is not None:
            word = next((str(each) for value, each in options if str(value) == word), "")
        if word:
            told.append({"label": label, "word": word})
    return {"told": told}


# ---- tags around content -----------------------------------------------------------------------------------------


@register.simple_block_tag
def callout(content: str, tone: str = "info", title: str = "", role: str = "") -> SafeString:
    """A notice in the page. `tone`: info, good, warning, error. `role`: status or alert when it appears by itself."""
    word = {"info": "Lưu ý", "good": "Đã xong", "warning": "Cần xem", "error": "Có lỗi"}[tone]
    shape = {"info": "info", "good": "good", "warning": "warn", "error": "late"}[tone]
    values = {"content": mark_safe(content), "tone": tone, "title": title, "word": word}  # noqa: S308 - rendered nodes
    return render_to_string("ui/components/callout.html", {**values, "shape": shape, "role": role})


@register.simple_block_tag(takes_context=True)
def data_table(
    context: template.Context,
    content: str,
    columns: Sequence[Mapping[str, Any]],
    caption: str,
    note: str = "",
    cards: bool = True,
    tbody: bool = True,
    under_heading: bool = False,
) -> SafeString:
    """A table around hand-written rows. `columns`: {label, sort?, numeric?, hidden?}; `?sap-xep=` carries the order.

    Rows become cards on a phone: give each `<td>` its `data-label`, and the row's name a `<th scope="row">`.
    `under_heading`: the heading above already says the caption's words, which are then for screen readers only.
    """
    order = _query(context).get(SORT_KEY, "")
    heads = []
    for column in columns:
        name = column.get("sort", "")
        direction = "" if not name else {name: "ascending", f"-{name}": "descending"}.get(order, "")
        following = f"-{name}" if direction == "ascending" else name
        heads.append(
            {
                "label": column["label"],
                "numeric": bool(column.get("numeric")),
                "hidden": bool(column.get("hidden")),
                "direction": direction,
                "url": _address(context, SORT_KEY, following) if name else "",
            }
        )
    values = {"heads": heads, "caption": caption, "note": note, "cards": cards, "tbody": tbody}
    values["under_heading"] = under_heading
    return render_to_string("ui/components/data_table.html", {**values, "content": mark_safe(content)})  # noqa: S308


FILTERS_IN_SIGHT = 2
"""So many filters stand open on a phone."""


@register.simple_block_tag(takes_context=True)
def filter_bar(
    context: template.Context, content: str, label: str, clear_url: str = "", target: str = ""
) -> SafeString:
    """A GET form around filters; the address carries them. `target` (an id) lets htmx change only that part.

    Many filters fold on a phone until they are asked for, or something is chosen: the list comes first.
    """
    query = _query(context)
    # What the form only carries along (a view, a day) is no filter that somebody chose.
    chosen = [key for key, value in query.items() if value and key not in {SORT_KEY, PAGE_KEY, *_carried(content)}]
    values = {
        "label": label,
        "clear_url": clear_url,
        "target": target,
        # Without what the address asks already, as a form without script asks it: a chosen row is not carried along.
        "path": request.path if (request := context.get("request")) else "",
        "order": query.get(SORT_KEY, ""),
        "sort_key": SORT_KEY,
        "folds": content.count("<label") > FILTERS_IN_SIGHT,
        "is_open": bool(chosen),
    }
    return render_to_string("ui/components/filter_bar.html", {**values, "content": mark_safe(content)})  # noqa: S308


def _carried(content: str) -> set[str]:
    return set(re.findall(r'<input type="hidden" name="([^"]+)"', content))


@register.inclusion_tag("ui/components/table_links.html", takes_context=True)
def table_links(context: template.Context, label: str = "Tải bảng này", **more: str) -> dict[str, Any]:
    """The table on screen as files: this address with its filters, and `?tep=` beside them; `more` adds to it."""
    query = _query(context).copy()
    query.pop(PAGE_KEY, None)
    for name, value in more.items():
        query[name.replace("_", "-")] = value
    links = []
    for kind, word in TABLE_KINDS:
        query[FILE_KEY] = kind
        links.append({"label": word, "url": f"?{query.urlencode()}"})
    return {"label": label, "links": links}


@register.simple_block_tag
def action_bar(content: str, text: str = "") -> SafeString:
    """The page's main act, always in reach at the foot of the screen."""
    return render_to_string(
        "ui/components/action_bar.html",
        {"content": mark_safe(content), "text": text},  # noqa: S308 - rendered nodes
    )


def _query(context: template.Context) -> QueryDict:
    request = context.get("request")
    return request.GET if isinstance(request, HttpRequest) else QueryDict()


def _address(context: template.Context, name: str, value: str) -> str:
    """The present address with one parameter changed; a new order or filter starts from the first page."""
    query = _query(context).copy()
    query[name] = value
    if name != PAGE_KEY:
        query.pop(PAGE_KEY, None)
    return f"?{query.urlencode()}"
