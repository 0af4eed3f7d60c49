"""What has to hold of the rows of a file of families, each by itself and together: (row, field, sentence)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from casework import practice
from casework.allocations.leads.queries import roles_in_words
from casework.families.models import FamilyRole
from casework.imports.families.schema import PersonRow
from casework.lives.checks import VISIT, check_day
from casework.people.checks import compact_number, nhs_number_error, upn_error
from casework.people.models import Person
from casework.refusal import Refusal
from casework.users.models import Team, TeamMembership, User

MAX_NHS_NUMBER = 10
WORKED = VISIT._replace(noun="What has been")
NO_BIRTH = (
    "Give the child’s date of birth, or the expected one. Where it is not known, give about_age if you can, and in "
    "birth_to_be_asked_by the e-mail address of who will ask."
)
SAID_OF_A_PERSON = (
    "name", "known_as", "la_child_id", "sex", "born", "expected", "died", "nhs_number", "upn", "ethnicity",
)  # fmt: skip
Rows = Sequence[PersonRow]
Finding = tuple[PersonRow, str, str]  # row, field, sentence


def refusals(rows: Rows, today: date) -> Iterator[Finding]:
    """All that stops the import."""
    for check in CHECKS:
        yield from check(rows, today)


def warnings(rows: Rows) -> Iterator[Finding]:
    for row in rows:
        for field, number, wrong in (
            ("nhs_number", row.nhs_number, nhs_number_error),
            ("upn", row.upn, upn_error),
        ):
            if number and (sentence := wrong(compact_number(number))):
                yield row, field, f"{sentence} It is kept as it is."


def missing(rows: Rows) -> tuple[list[str], list[str]]:
    """The teams, and the e-mail addresses of workers, that the file names and that are not here."""
    teams = {name.lower() for name in Team.objects.values_list("name", flat=True)}
    users = {user.email.lower() for user in User.objects.filter(is_robot=False, is_active=True)}
    workers = (each for row in rows for each in (row.worker, row.lead_overseer, row.birth_to_be_asked_by))
    return (
        sorted({row.team for row in rows if row.team and row.team.lower() not in teams}),
        sorted({each for each in workers if each and each not in users}),
    )


def in_several(rows: Rows) -> set[str | None]:
    """The keys of persons who stand in more than one family of the file."""
    families = defaultdict(set)
    for row in rows:
        families[row.person].add(row.family)
    return {person for person, of in families.items() if len(of) > 1}


def by_family(rows: Rows) -> dict[str | None, list[PersonRow]]:
    """The rows of each family, in the order of the file."""
    families = defaultdict(list)
    for row in rows:
        families[row.family].append(row)
    return families


def _births(rows: Rows, today: date) -> Iterator[Finding]:
    known = _children_here(rows)
    for row in rows:
        if row.born and row.expected:
            yield row, "expected", "Give the date of birth or the expected one, not both."
        dated = row.born or row.expected or row.unread & {"born", "expected", "birth_to_be_asked_by"}
        if row.role == FamilyRole.CHILD and not (dated or row.birth_to_be_asked_by or row.la_child_id in known):
            yield row, "born", NO_BIRTH
        if row.child is False and row.expected:
            yield row, "expected", "An expected date is for an unborn child."
        if row.child and row.expected and not row.born and row.sex not in (None, "U"):
            yield row, "sex", "The sex of an unborn child is U."
        for field in ("born", "died", "about_age_on"):
            if (day := getattr(row, field)) and day > today:
                yield row, field, "It is in the future."
            elif day and field != "born":
                yield from _of_our_time(row, field, day, today)
        if row.expected and row.died:
            yield row, "died", "An unborn child has no day of death. Give the date of birth, or leave this out."
        if row.born and row.died and row.died < row.born:
            yield row, "died", "It is before the birth."
        if row.la_child_id and row.child is False:
            yield row, "la_child_id", "Only a child has such a number."


def _of_our_time(row: PersonRow, field: str, day: date, today: date) -> Iterator[Finding]:
    """As each form asks it of a day that has been."""
    try:
        check_day(WORKED, day, today)
    except Refusal as refusal:
        yield row, field, refusal.sentence


def _names(rows: Rows, today: date) -> Iterator[Finding]:
    for row in rows:
        if row.name and row.name_not_known:
            yield row, "name_not_known", "Give the name, or say that it is not known: not both."


def _ages(rows: Rows, today: date) -> Iterator[Finding]:
    """About which age stands where the birth is not known, and with its day; who asks works here."""
    users = {user.email.lower() for user in User.objects.filter(is_robot=False, is_active=True)}
    for row in rows:
        if (row.about_age is not None or row.birth_to_be_asked_by) and (row.born or row.expected):
            yield row, "about_age", "The birth is given, so about_age and birth_to_be_asked_by have to be empty."
        if (row.about_age is None) != (row.about_age_on is None) and not row.unread & {"about_age", "about_age_on"}:
            yield row, "about_age_on", "Give about_age and the day on which it was said: both, or neither."
        if row.birth_to_be_asked_by and row.birth_to_be_asked_by not in users:
            yield row, "birth_to_be_asked_by", f"Nobody with the address {row.birth_to_be_asked_by} works here."


def _children_here(rows: Rows) -> set[str | None]:
    """Of the children's numbers in the file those that are known here."""
    numbers = {row.la_child_id for row in rows if row.la_child_id}
    return set(Person.objects.filter(la_child_id__in=numbers).values_list("la_child_id", flat=True))


def _numbers_fit(rows: Rows, today: date) -> Iterator[Finding]:
    for row in rows:
        if row.nhs_number and len(compact_number(row.nhs_number)) > MAX_NHS_NUMBER:
            yield row, "nhs_number", f"It has more than {MAX_NHS_NUMBER} digits."


def _keys_once(rows: Rows, today: date) -> Iterator[Finding]:
    """A person has one row in a family; in another family they may stand too, and then each row says the same."""
    for field in ("person", "la_child_id"):
        seen: dict[str, PersonRow] = {}
        for row in rows:
            key = getattr(row, field)
            if not key or (first := seen.setdefault(key, row)) is row:
                continue
            if row.person != first.person or row.family == first.family:
                yield row, field, f"‘{key}’ stands already in line {first.line}. Each person has one row in a family."
            elif field == "person":
                yield from _said_otherwise(first, row)
            elif row.role == first.role == FamilyRole.CHILD:
                sentence = f"In line {first.line} the child is in another family. Say in one of them ‘other child’."
                yield row, "role", sentence


def _said_otherwise(first: PersonRow, row: PersonRow) -> Iterator[Finding]:
    for field in SAID_OF_A_PERSON:
        was, now = getattr(first, field), getattr(row, field)
        if was is not None and now is not None and was != now:
            yield (
                row,
                field,
                f"In line {first.line} it is ‘{was}’. Say the same of one person, or give another key.",
            )


def _one_name_and_team(rows: Rows, today: date) -> Iterator[Finding]:
    teams = {name.lower() for name in Team.objects.values_list("name", flat=True)}
    for row in rows:
        if row.team and row.team.lower() not in teams:
            yield row, "team", f"There is no team ‘{row.team}’."
    for members in by_family(rows).values():
        for field in ("family_name", "team"):
            said = [(row, value) for row in members if (value := getattr(row, field))]
            for row, value in said[1:]:
                first, its = said[0]
                if value.lower() != its.lower():
                    yield row, field, f"In line {first.line} it is ‘{its}’. A family has one."


def _relationships_inside(rows: Rows, today: date) -> Iterator[Finding]:
    for members in by_family(rows).values():
        keys = {row.person for row in members}
        for row in members:
            for kind, other in row.relationships or ():
                if other == row.person:
                    yield row, "relationships", "Nobody is related to oneself."
                elif other not in keys:
                    yield row, "relationships", f"‘{kind.label} of {other}’: there is no ‘{other}’ in this family."


def _workers(rows: Rows, today: date) -> Iterator[Finding]:
    users = {user.email.lower(): user for user in User.objects.filter(is_robot=False)}
    roles = set(TeamMembership.objects.on(today).values_list("user__email", "role"))
    for row in rows:
        if row.worker is None:
            if "worker" not in row.unread and (row.worker_role or row.worker_leads or row.worker_from):
                yield row, "worker", "Give the worker’s e-mail address too."
            continue
        user = users.get(row.worker)
        if user is None or not user.is_active:
            yield row, "worker", f"Nobody with the address {row.worker} works here. Add the worker first."
        elif row.worker_role is None and "worker_role" not in row.unread:
            yield row, "worker_role", "Give the role in which the worker is allocated."
        elif row.worker_role and (user.email, row.worker_role) not in roles:
            yield row, "worker_role", f"{user} does not work as {row.worker_role.label.lower()} in any team."
        if row.worker_from and row.worker_from > today:
            yield row, "worker_from", "It is in the future."
        elif row.worker_from:
            yield from _of_our_time(row, "worker_from", row.worker_from, today)


def _one_lead(rows: Rows, today: date) -> Iterator[Finding]:
    may_lead = practice.current().lead.of_any_kind()
    for members in by_family(rows).values():
        leads = [row for row in members if row.worker_leads]
        for row in leads:
            if row.worker_role and row.worker_role not in may_lead:
                yield row, "worker_leads", f"Whoever leads is {roles_in_words(may_lead)}."
        for row in leads[1:]:
            if row.worker != leads[0].worker:
                yield row, "worker_leads", f"In line {leads[0].line} {leads[0].worker} leads. One worker leads."


def _terms_of_lead(rows: Rows, today: date) -> Iterator[Finding]:
    users = set(User.objects.filter(is_robot=False, is_active=True).values_list("email", flat=True))
    emails = {email.lower() for email in users}
    for row in rows:
        said = [field for field in ("lead_agreed_on", "lead_overseer") if getattr(row, field)]
        if said and not row.worker_leads and "worker_leads" not in row.unread:
            yield row, said[0], "It is only said of the worker who leads: write ‘yes’ in worker_leads, or leave it out."
        if row.lead_agreed_on and row.lead_agreed_on > today:
            yield row, "lead_agreed_on", "It is in the future."
        if row.lead_overseer and row.lead_overseer not in emails:
            yield row, "lead_overseer", f"Nobody with the address {row.lead_overseer} works here."
        elif row.lead_overseer and row.lead_overseer == row.worker:
            yield row, "lead_overseer", "Nobody oversees themselves."


CHECKS = (
    _births,
    _names,
    _ages,
    _numbers_fit,
    _keys_once,
    _one_name_and_team,
    _relationships_inside,
    _workers,
    _one_lead,
    _terms_of_lead,
)
