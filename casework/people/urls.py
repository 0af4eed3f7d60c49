from django.urls import path

from casework.people.views import about, asked, contacts, key_contacts

FAMILY = "families/<int:family_id>/"
PERSON = f"{FAMILY}people/<int:person_id>/"
CONTACT = f"{FAMILY}contact-details/<int:contact_id>/"

urlpatterns = [
    path(f"{PERSON}about/", about.person, name="person"),
    path(f"{PERSON}numbers/", about.numbers, name="person-numbers"),
    path(f"{PERSON}names/add/", about.add_name, name="person-name-add"),
    path(f"{PERSON}names/<int:name_id>/", about.change_name, name="person-name"),
    path(f"{PERSON}asked/", asked.asked, name="person-asked"),
    path(f"{PERSON}contact-details/add/", contacts.add, name="contact-add"),
    path(CONTACT, contacts.change, name="contact-change"),
    path(f"{CONTACT}protect/", contacts.protect, name="contact-protect"),
    path(f"{CONTACT}unprotect/", contacts.unprotect, name="contact-unprotect"),
    path(f"{CONTACT}take-over/", contacts.take_over, name="contact-take-over"),
    path(f"{FAMILY}key-contacts/add/", key_contacts.add, name="key-contact-add"),
    path(f"{FAMILY}key-contacts/<int:key_contact_id>/", key_contacts.change, name="key-contact"),
]
