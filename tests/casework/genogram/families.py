"""Families for tests of the genogram, without a database: people and relations by name."""

from datetime import date

from casework.genogram.picture.kinship import GenogramPerson, Relation

MIA_BORN, BEN_BORN, KIT_BORN = date(2019, 5, 4), date(2024, 8, 25), date(2026, 5, 1)


class Household:
    """Builds people one by one; each is known by the number in the order in which they came."""

    def __init__(self):
        self.people, self.relations, self.numbers = [], [], {}

    def add(self, name, sex="U", **details):
        self.numbers[name] = len(self.people) + 1
        self.people.append(GenogramPerson(pk=self.numbers[name], name=name, sex=sex, **details))
        return self

    def at_home(self, name, sex="U", **details):
        return self.add(name, sex, in_household=True, **details)

    def child(self, name, sex="U", **details):
        return self.at_home(name, sex, child=True, index=True, **details)

    def relation(self, *sentences):
        """Each as 'Ann mother Mia'."""
        for sentence in sentences:
            person, kind, other = sentence.split()
            self.relations.append(Relation(self.numbers[person], kind, self.numbers[other]))
        return self

    def __getitem__(self, name):
        return self.numbers[name]

    @property
    def all(self):
        return self.people, self.relations


def two_fathers():
    return (
        Household().at_home("Ann", "F").add("Joe", "M").at_home("Tom", "M").child("Mia", "F", born=MIA_BORN)
        .child("Ben", "M", born=BEN_BORN).child("Kit", "M", born=KIT_BORN)
        .relation("Ann mother Mia", "Ann mother Ben", "Ann mother Kit", "Joe father Mia", "Joe father Ben")
        .relation("Tom father Kit", "Ann former_partner Joe", "Ann partner Tom", "Tom step_parent Mia")
    )  # fmt: skip


def separated():
    return (
        Household().at_home("Ann", "F").add("Joe", "M").child("Mia", "F", born=MIA_BORN)
        .relation("Ann mother Mia", "Joe father Mia", "Ann former_partner Joe")
    )  # fmt: skip


def twins():
    return (
        Household().at_home("Ann", "F").at_home("Joe", "M").child("Mia", "F", born=MIA_BORN)
        .child("Ben", "M", born=BEN_BORN).child("Bea", "F", born=BEN_BORN)
        .relation("Ann mother Mia", "Ann mother Ben", "Ann mother Bea", "Joe father Ben", "Joe father Bea")
        .relation("Joe father Mia", "Ann partner Joe")
    )  # fmt: skip


def grandmother_as_carer():
    return (
        Household().add("Ann", "F").at_home("Grace", "F").child("Mia", "F", born=MIA_BORN)
        .relation("Ann mother Mia", "Grace mother Ann", "Grace carer Mia", "Grace grandparent Mia")
    )  # fmt: skip


def alone():
    return Household().child("Mia", "F", born=MIA_BORN)


def strangers():
    return Household().at_home("Ann", "F").add("Joe", "M").child("Mia", "F", born=MIA_BORN)


def three_partners():
    return (
        Household().at_home("Ann", "F").add("Joe", "M").add("Tom", "M").add("Sam", "M").child("Mia", "F")
        .child("Ben", "M").child("Kit", "M").relation("Ann mother Mia", "Ann mother Ben", "Ann mother Kit")
        .relation("Joe father Mia", "Tom father Ben", "Sam father Kit", "Ann former_partner Joe",
                  "Ann former_partner Tom")
    )  # fmt: skip


def twelve():
    return (
        two_fathers().add("Grace", "F").add("Bert", "M", ended=True, age="died aged 60").add("Sal", "F")
        .add("Zed", "M", child=True).add("Jo", "F").at_home("Mrs-Christabelle-Montgomery-Featherstonehaugh", "F")
        .relation("Grace mother Ann", "Bert father Ann", "Grace partner Bert", "Grace mother Sal", "Bert father Sal")
        .relation("Tom father Zed", "Jo mother Joe", "Sal carer Kit", "Zed half_sibling Kit")
        .relation("Mrs-Christabelle-Montgomery-Featherstonehaugh carer Mia")
    )  # fmt: skip


ALL = [two_fathers, separated, twins, grandmother_as_carer, alone, strangers, three_partners, twelve]
