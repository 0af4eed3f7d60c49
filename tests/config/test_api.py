"""The read-only API: what one may read on the pages, and nothing else."""

import json

import pytest
from django.urls import reverse

from casework.families import services as families
from casework.joins import services as joins
from casework.referrals.models import Referral
from casework.relationships import services as relationships
from casework.trail.models import Viewing
from tests.factories import NOW
from workbook.workbooks import services as workbooks

OF_ONE_FAMILY = [
    "api-family", "api-facts", "api-workbooks", "api-episodes", "api-summaries", "api-programmes", "api-chronology",
    "api-in-error",
]  # fmt: skip


@pytest.fixture
def asks(signed_in):
    """Asks an operation of the API as a user."""

    def ask(user, name, *args, **query):
        return signed_in(user).get(reverse(name, args=args), query)

    return ask


def test_the_list_holds_the_families_that_one_may_open(cast, ash, asks):
    answer = asks(cast.cora, "api-families").json()
    assert [family["name"] for family in answer["results"]] == ["Ash"]
    assert asks(cast.stan, "api-families").json()["results"] == []


def test_a_family_tells_its_people_relationships_referrals_and_workers(cast, allocated, asks):
    family = asks(cast.cora, "api-family", allocated.family.pk).json()
    assert {member["name"] for member in family["members"]} == {"Mia Ash", "Ben Ash", "Ann Ash"}
    assert "Ann Ash is the mother of Mia Ash" in {relationship["sentence"] for relationship in family["relationships"]}
    assert {allocation["worker"] for allocation in family["allocations"]} == {"Sue Sands", "Dora Dale", "Rick Reed"}
    assert [referral["reason"] for referral in family["referrals"]] == ["Police attended twice."]


def test_coded_values_have_their_label_with_the_code(cast, month, asks):
    referral = asks(cast.cora, "api-family", month.family.pk).json()["referrals"][0]
    assert (referral["source"], referral["source_label"]) == ("6", Referral.source.field.label("6"))
    open_one = asks(cast.sue, "api-workbooks", month.family.pk).json()["results"][0]
    assert (open_one["closed_reason"], open_one["closed_reason_label"]) == ("", "")
    workbooks.close(month.workbook, reason="work_completed", because="Moved away.", by=cast.mary, at=NOW)
    closed = asks(cast.sue, "api-workbooks", month.family.pk).json()["results"][0]
    assert (closed["closed_reason"], closed["closed_reason_label"]) == ("work_completed", "The work is completed")


def test_workbooks_episodes_and_summaries_are_told(cast, story, asks):
    assert [book["version"] for book in asks(cast.sue, "api-workbooks", story.family.pk).json()["results"]] == [1]
    episodes = asks(cast.sue, "api-episodes", story.family.pk).json()["results"]
    assert [episode["state"] for episode in episodes] == ["supervised", "open"]
    assert story.mia.pk in episodes[0]["people"]
    first = asks(cast.sue, "api-summaries", story.family.pk).json()["results"][0]
    assert (first["worker"], first["rag"], first["passages"][0]["section"]) == ("Sue Sands", "red", "outcome")


def test_what_was_recorded_in_error_is_told_without_its_words(cast, story, asks):
    answer = asks(cast.sue, "api-in-error", story.family.pk).json()["results"]
    assert [(each["record"], each["record_id"], each["reason"]) for each in answer] == [
        ("note", story.wrong.pk, "other")
    ]
    assert "recorded in error. Rick Reed said so" in answer[0]["sentence"]
    assert "About another family" not in str(answer)
    assert "Recorded on the wrong family" not in str(answer)


def test_the_chronology_is_paged_by_key_and_narrowed_to_a_child(cast, story, asks, monkeypatch):
    monkeypatch.setattr("chronology.timeline.api.LINES", 4)
    first = asks(cast.sue, "api-chronology", story.family.pk).json()
    second = asks(cast.sue, "api-chronology", story.family.pk, after=first["next"]).json()
    assert len(first["results"]) == 4
    assert not {str(line) for line in first["results"]} & {str(line) for line in second["results"]}
    of_ben = asks(cast.sue, "api-chronology", story.family.pk, child=story.ben.pk).json()["results"]
    assert "Group supervision held" not in {line["headline"] for line in of_ben}


def test_a_child_of_another_family_is_not_found(cast, month, asks):
    assert asks(cast.sue, "api-chronology", month.family.pk, child=month.ann.pk).status_code == 404


def test_what_cannot_be_understood_is_refused_by_its_name(cast, month, asks):
    answer = asks(cast.sue, "api-chronology", month.family.pk, order="sideways")
    assert answer.status_code == 400
    assert "order" in answer.json()


@pytest.mark.rule("A10.1")
@pytest.mark.parametrize("name", OF_ONE_FAMILY)
def test_each_operation_is_a_viewing_and_a_stranger_finds_nothing(cast, month, asks, name):
    assert asks(cast.cora, name, month.family.pk).status_code == 200
    assert asks(cast.stan, name, month.family.pk).status_code == 404
    viewings = Viewing.objects.order_by("pk").values_list("user", "family", "asked_for", "status")
    assert list(viewings) == [
        (cast.cora.pk, month.family.pk, month.family.pk, 200),
        (cast.stan.pk, None, month.family.pk, 404),
    ]


@pytest.mark.parametrize("name", OF_ONE_FAMILY)
def test_nothing_is_written_by_it(cast, month, signed_in, name):
    mary = signed_in(cast.mary)
    for method in (mary.post, mary.put, mary.patch, mary.delete):
        assert method(reverse(name, args=[month.family.pk])).status_code == 405


@pytest.mark.parametrize("name", ["api-families", *OF_ONE_FAMILY, "api-schema"])
def test_the_signed_out_are_refused(client, month, name):
    args = [month.family.pk] if name in OF_ONE_FAMILY else []
    assert client.get(reverse(name, args=args)).status_code == 403
    assert not Viewing.objects.exists()


@pytest.mark.parametrize("name", ["api-families", *OF_ONE_FAMILY])
def test_no_row_costs_a_query_of_its_own(cast, story, signed_in, name, django_assert_max_num_queries):
    sue = signed_in(cast.sue)
    with django_assert_max_num_queries(14):
        assert sue.get(reverse(name, args=[story.family.pk] if name in OF_ONE_FAMILY else [])).status_code == 200


def test_the_description_is_whole_and_tells_the_errors_of_each_operation(cast, asks, capfd):
    answer = asks(cast.sue, "api-schema", format="json")
    operations = {
        address: operation
        for address, methods in json.loads(answer.content)["paths"].items()
        for operation in methods.values()
        if address != "/api/schema/"
    }
    # The list of families, and one programme beside the list of them.
    assert len(operations) == 2 + len(OF_ONE_FAMILY)
    for address, operation in operations.items():
        assert set(operation["responses"]) >= {"200", "400", "403", "404", "406"}, address
    assert "Warning" not in capfd.readouterr().err


def test_the_page_that_shows_it_holds_the_strict_policy(cast, asks, client):
    answer = asks(cast.sue, "api-docs")
    assert answer.status_code == 200
    assert "<style" not in answer.content.decode()
    assert "<script>" not in answer.content.decode()
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert client.get(reverse("api-docs")).url.startswith(reverse("sign-in"))


def test_what_was_recorded_wrongly_is_told_nowhere(cast, allocated, asks):
    row = allocated.family.relationship_set.get(other=allocated.mia)
    relationships.withdraw(row, because="Her sister is.", by=cast.mary, at=NOW)
    told = asks(cast.cora, "api-family", allocated.family.pk).json()["relationships"]
    assert [each["sentence"] for each in told] == ["Ann Ash is the mother of Ben Ash"]


def test_a_family_that_was_joined_to_another_is_in_no_list(cast, ash, asks):
    birch = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    joins.join(ash.family, birch, because="One family.", by=cast.mary, at=NOW)
    assert [family["name"] for family in asks(cast.mary, "api-families").json()["results"]] == ["Ash"]
