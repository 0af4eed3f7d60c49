"""The frozen part of a page, as its reader has it."""

import re

from casework.frozen.models import Frozen

PART = re.compile(r'<section class="app-frozen" id="finished">(.*?)</section>', re.DOTALL)


def frozen_part(client, address):
    """The finished record on a page, byte by byte."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    found = PART.findall(answer.content.decode())
    assert len(found) == 1, address
    return found[0]


def beside(client, address):
    """What stands beside it: 'since then', other versions, PDF."""
    return PART.sub("", client.get(address).content.decode())


def of_kind(kind):
    return Frozen.objects.filter(kind=kind)


def last_frozen(row, kind):
    return Frozen.objects.filter(subject_type=row._meta.label, subject_id=row.pk, kind=kind).latest("number")


def words(html):
    """What it says, with one space between words."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())
