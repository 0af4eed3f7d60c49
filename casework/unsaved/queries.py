"""What somebody has typed and not saved: for others only that there is such text, never its words."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from casework.access import reach
from casework.families.models import Family
from casework.masks.current import shown
from casework.submissions.models import Submission
from casework.unsaved.models import UnsavedText
from casework.unsaved.own import readable_words
from casework.users.models import User

# How long a discarded text can be brought back.
BROUGHT_BACK_WITHIN = timedelta(days=1)


class UnsavedNotice(NamedTuple):
    """On which form, and when it was typed last."""

    form: str
    kept_at: datetime
    family: str


def unsaved_of(user: User, family: Family) -> list[UnsavedNotice]:
    return unsaved_in(user, [family])


def unsaved_in(user: User, families: Iterable[Family]) -> list[UnsavedNotice]:
    """As `unsaved_of`, of any of `families`: those that the reader of the notice may open."""
    return unsaved_by_user([user.pk], families).get(user.pk, [])


def unsaved_by_user(users: Collection[int], families: Iterable[Family]) -> dict[int, list[UnsavedNotice]]:
    """As `unsaved_in`, of several users, by their id; whoever has none is not in it."""
    texts = UnsavedText.objects.filter(user__in=users, family__in=families, private=False, discarded_at=None)
    by_user: dict[int, list[UnsavedNotice]] = {}
    for text in texts.select_related("family"):
        if text.family:
            by_user.setdefault(text.user_id, []).append(
                UnsavedNotice(shown(text.title), text.kept_at, str(text.family))
            )
    return by_user


def unsaved_for(family: Family) -> QuerySet[UnsavedText]:
    """What anybody has typed about `family` and not saved, for a notice that it is there."""
    return UnsavedText.objects.filter(family=family, private=False, discarded_at=None)


def unsaved_at(paths: Iterable[str], reader: User) -> list[UnsavedText]:
    """What anybody has typed on the pages at or under `paths` and not saved: for a notice that it is there."""
    there = reduce(or_, (Q(url__startswith=path) for path in paths))
    texts = list(UnsavedText.objects.filter(there, private=False, discarded_at=None).select_related("user"))
    for text in (each for each in texts if each.user_id != reader.pk):
        text.title = shown(text.title)
    return texts


def readable_texts(user: User) -> QuerySet[UnsavedText]:
    """What `user` has typed and not saved, without that of families that are not open to them any more."""
    return user.unsaved_texts.filter(Q(family=None) | reach(user, family="family"))


def unsaved_text(user: User, form_key: UUID | str, page: UUID | None = None) -> UnsavedText | None:
    """What was kept of the opened `page`, where it is there; otherwise the last with this key. Not what was discarded.

    A window that goes on with what another had kept has its key. Its `fields` are as `user` may read them now.
    """
    texts = readable_texts(user).filter(form_key=form_key, discarded_at=None)
    of_page = texts.filter(page=page).first() if page else None
    text = of_page or texts.first()
    if text:
        text.fields = readable_words(text.fields, user)
    return text


def text_of_page(user: User, page: UUID) -> UnsavedText | None:
    return readable_texts(user).filter(page=page).first()


def texts_of_address(user: User, path: str, subjects: Iterable[str]) -> QuerySet[UnsavedText]:
    """What was kept of pages at `path` that write in one of `subjects`, the last first; the page is open to `user`."""
    return _with_saved_at(user).filter(_at(path), subject__in=subjects, discarded_at=None)


def last_of_address(user: User, path: str) -> UnsavedText | None:
    """The last that was kept of the page at `path`, whichever record it writes in."""
    return readable_texts(user).filter(_at(path), discarded_at=None).first()


def _at(path: str) -> Q:
    return Q(url=path) | Q(url__startswith=f"{path}?")


def _with_saved_at(user: User) -> QuerySet[UnsavedText]:
    """The texts of `user`, each with `saved_at`: when another wording of the same page was saved, or None."""
    saved = Submission.objects.filter(user=user, form_key=OuterRef("form_key")).values("at")
    return user.unsaved_texts.annotate(saved_at=Subquery(saved))


def listed_texts(user: User, since: datetime) -> QuerySet[UnsavedText]:
    """What one's own page lists, with what was discarded after `since`: never what may be a protected detail."""
    listed = Q(discarded_at=None) | Q(discarded_at__gt=since)
    readable = Q(family=None) | reach(user, family="family")
    return _with_saved_at(user).filter(listed, readable, private=False).select_related("family")
