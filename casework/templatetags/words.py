"""Dates, ratings and narrative in the words that people read; only here is the clock read for them."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.safestring import mark_safe

from casework.families.models import Rag
from casework.words import say_relative, say_when

register = template.Library()

RAG_WORDS = dict(Rag.choices)


@register.filter
def when(moment: date | datetime | None) -> str:
    return say_when(moment) if moment else ""


@register.filter
def relative(moment: date | datetime | None) -> str:
    return say_relative(moment, today=timezone.localdate()) if moment else ""


@register.filter
def hour(moment: datetime) -> str:
    """'14:05' in London, of a moment of today."""
    return f"{timezone.localtime(moment):%H:%M}"


@register.filter
def rag_word(rag: str) -> str:
    """'Red', 'Amber', 'Green', or 'Not rated' for anything else."""
    return RAG_WORDS.get(rag, "Not rated")


@register.filter
def rag_class(rag: str) -> str:
    return rag if rag in RAG_WORDS else "none"


@register.filter
def machine_date(moment: date | datetime) -> str:
    """For the `datetime` attribute of a `time` element."""
    return timezone.localtime(moment).isoformat("T", "minutes") if isinstance(moment, datetime) else moment.isoformat()


@register.filter
def narrative(text: str | None) -> str:
    """What somebody typed, as escaped paragraphs that keep their lines."""
    return mark_safe(linebreaks((text or "").strip(), autoescape=True)) if text else ""
