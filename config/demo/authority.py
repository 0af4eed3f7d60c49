"""The invented authority: two teams, their people, a service manager and an auditor."""

from types import SimpleNamespace

from casework.users import services as users
from casework.users.roles import Role

PASSWORD = "family workbook demo"
DOMAIN = "workbook.invalid"

HARBOUR = {
    "hannah": ("Hannah Marsh", Role.TEAM_MANAGER),
    "david": ("David Osei", Role.DEPUTY),
    "sara": ("Sara Lindqvist", Role.SOCIAL_WORKER),
    "tom": ("Tom Ferris", Role.SOCIAL_WORKER),
    "priya": ("Priya Nair", Role.DOMESTIC_ABUSE_VICTIM_WORKER),
    "marcus": ("Marcus Bell", Role.RECOVERY_WORKER),
    "ellen": ("Ellen Quinn", Role.CHILD_AND_FAMILY_WORKER),
    "joyce": ("Joyce Adeyemi", Role.BUSINESS_SUPPORT),
}
MEADOW = {
    "robert": ("Robert Kaye", Role.TEAM_MANAGER),
    "fatima": ("Fatima Zahra", Role.DEPUTY),
    "louise": ("Louise Penney", Role.SOCIAL_WORKER),
    "ivan": ("Ivan Petrov", Role.SOCIAL_WORKER),
    "grace": ("Grace Holloway", Role.DOMESTIC_ABUSE_VICTIM_WORKER),
    "sean": ("Sean Doyle", Role.RECOVERY_WORKER),
    "amina": ("Amina Yusuf", Role.CHILD_AND_FAMILY_WORKER),
    "peter": ("Peter Lowe", Role.BUSINESS_SUPPORT),
}
OTHERS = {"judith": ("Judith Crane", Role.SERVICE_MANAGER), "alan": ("Alan Whitby", Role.AUDITOR)}


def build(started_on):
    """Make users and teams, all in their posts since `started_on`; gives them by their short names."""
    setup = users.robot("setup")
    people = {}
    for name, members in (("Harbour", HARBOUR), ("Meadow", MEADOW)):
        team = people[name.lower()] = users.add_team(name, by=setup)
        for key, (full_name, role) in members.items():
            people[key] = _add(key, full_name, role, setup)
            users.join_team(team, people[key], role=role, from_date=started_on, by=setup)
    for key, (full_name, role) in OTHERS.items():
        people[key] = _add(key, full_name, role, setup)
    for team in (people["harbour"], people["meadow"]):
        users.join_team(team, people["judith"], role=Role.SERVICE_MANAGER, from_date=started_on, by=setup)
    users.give_post(people["alan"], role=Role.AUDITOR, from_date=started_on, by=setup)
    return SimpleNamespace(**people)


def _add(key, name, role, setup):
    email = f"{key}@{DOMAIN}"
    return users.add_user(email=email, name=name, job_title=role.label, password=PASSWORD, by=setup)


def sign_in_lines():
    """Who can sign in, as lines for the terminal."""
    yield f"Everybody's password is: {PASSWORD}"
    for team, members in (("Harbour team", HARBOUR), ("Meadow team", MEADOW), ("Both teams and all families", OTHERS)):
        yield f"{team}:"
        for key, (name, role) in members.items():
            yield f"  {key + '@' + DOMAIN:28} {name}, {role.label.lower()}"
