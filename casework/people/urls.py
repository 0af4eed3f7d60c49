from django.urls import path

from casework.people import views as people_views
from casework.people.asked_items import views as asked_items_views
from casework.people.contact_details import views
from casework.people.key_contacts import views as key_contacts_views

FAMILY = "families/<int:family_id>/"
PERSON = f"{FAMILY}people/<int:person_id>/"
CONTACT = f"{FAMILY}contact-details/<int:contact_id>/"

urlpatterns = [
    path(f"{PERSON}about/", people_views.person, name="person"),
    path(f"{PERSON}numbers/", people_views.numbers, name="person-numbers"),
    path(f"{PERSON}names/add/", people_views.add_name, name="person-name-add"),
    path(f"{PERSON}names/<int:name_id>/", people_views.change_name, name="person-name"),
    path(f"{PERSON}asked/", asked_items_views.asked, name="person-asked"),
    path(f"{PERSON}contact-details/add/", views.add, name="contact-add"),
    path(CONTACT, views.change, name="contact-change"),
    path(f"{CONTACT}protect/", views.protect, name="contact-protect"),
    path(f"{CONTACT}unprotect/", views.unprotect, name="contact-unprotect"),
    path(f"{CONTACT}take-over/", views.take_over, name="contact-take-over"),
    path(f"{FAMILY}key-contacts/add/", key_contacts_views.add, name="key-contact-add"),
    path(f"{FAMILY}key-contacts/<int:key_contact_id>/", key_contacts_views.change, name="key-contact"),
]
