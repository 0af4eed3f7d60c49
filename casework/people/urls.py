from django.urls import path

from casework.people import views
from casework.people.asked_items import views as asked_items_views
from casework.people.contact_details import views as contact_details_views
from casework.people.family_time import views as family_time_views
from casework.people.key_contacts import views as key_contacts_views
from casework.people.not_known import views as not_known_views
from casework.people.own_right import views as own_right_views
from casework.people.protecting import views as protecting_views
from casework.people.responsibility import views as responsibility_views
from casework.people.safe_contacts import views as safe_contacts_views

FAMILY = "families/<int:family_id>/"
PERSON = f"{FAMILY}people/<int:person_id>/"
KEY_CONTACT = f"{FAMILY}key-contacts/<int:key_contact_id>/"
CONTACT = f"{FAMILY}contact-details/<int:contact_id>/"
RESPONSIBILITY = f"{FAMILY}responsibility/<int:responsibility_id>/"
PROTECTION = f"{FAMILY}protections/<int:protection_id>/"

urlpatterns = [
    path(PERSON, views.PutRightPerson.as_view(), name="person-put-right"),
    path(f"{PERSON}about/", views.person, name="person"),
    path(f"{PERSON}numbers/", views.SaveNumbers.as_view(), name="person-numbers"),
    path(f"{PERSON}names/add/", views.AddName.as_view(), name="person-name-add"),
    path(f"{PERSON}names/<int:name_id>/", views.ChangeName.as_view(), name="person-name"),
    path(f"{PERSON}known/", not_known_views.Learn.as_view(), name="person-known"),
    path(f"{PERSON}asked/", asked_items_views.SaveAnswers.as_view(), name="person-asked"),
    path(f"{PERSON}own-right/", own_right_views.AnswerOwnRight.as_view(), name="person-own-right"),
    path(f"{PERSON}contact-details/add/", contact_details_views.AddContact.as_view(), name="contact-add"),
    path(CONTACT, contact_details_views.ChangeContact.as_view(), name="contact-change"),
    path(f"{CONTACT}protect/", protecting_views.ProtectContact.as_view(), name="contact-protect"),
    path(f"{CONTACT}unprotect/", protecting_views.UnprotectContact.as_view(), name="contact-unprotect"),
    path(f"{CONTACT}take-over/", protecting_views.TakeOverContact.as_view(), name="contact-take-over"),
    path(PROTECTION, protecting_views.protection, name="protection"),
    path(f"{PROTECTION}more/", protecting_views.ProtectMore.as_view(), name="protection-more"),
    path(f"{PROTECTION}settle/", protecting_views.SettleProtection.as_view(), name="protection-settle"),
    path(f"{PROTECTION}ask/", protecting_views.AskToRead.as_view(), name="protection-ask"),
    path(f"{PROTECTION}end/", protecting_views.EndProtection.as_view(), name="protection-end"),
    path(f"{FAMILY}key-contacts/add/", key_contacts_views.AddKeyContact.as_view(), name="key-contact-add"),
    path(KEY_CONTACT, key_contacts_views.ChangeKeyContact.as_view(), name="key-contact"),
    path(f"{PERSON}responsibility/add/", responsibility_views.AddResponsibility.as_view(), name="responsibility-add"),
    path(RESPONSIBILITY, responsibility_views.CorrectResponsibility.as_view(), name="responsibility"),
    path(f"{RESPONSIBILITY}end/", responsibility_views.EndResponsibility.as_view(), name="responsibility-end"),
    path(f"{PERSON}family-time/add/", family_time_views.AddFamilyTime.as_view(), name="family-time-add"),
    path(
        f"{FAMILY}family-time/<int:family_time_id>/", family_time_views.ChangeFamilyTime.as_view(), name="family-time"
    ),
    path(f"{PERSON}safe-contact/add/", safe_contacts_views.AddSafeContact.as_view(), name="safe-contact-add"),
    path(
        f"{FAMILY}safe-contact/<int:safe_contact_id>/",
        safe_contacts_views.ChangeSafeContact.as_view(),
        name="safe-contact",
    ),
]
