from django.urls import path

from casework.people import views
from casework.people.asked_items import views as asked_items_views
from casework.people.contact_details import views as contact_details_views
from casework.people.key_contacts import views as key_contacts_views

FAMILY = "families/<int:family_id>/"
PERSON = f"{FAMILY}people/<int:person_id>/"
CONTACT = f"{FAMILY}contact-details/<int:contact_id>/"

urlpatterns = [
    path(PERSON, views.put_right, name="person-put-right"),
    path(f"{PERSON}about/", views.person, name="person"),
    path(f"{PERSON}numbers/", views.numbers, name="person-numbers"),
    path(f"{PERSON}names/add/", views.add_name, name="person-name-add"),
    path(f"{PERSON}names/<int:name_id>/", views.change_name, name="person-name"),
    path(f"{PERSON}asked/", asked_items_views.asked, name="person-asked"),
    path(f"{PERSON}contact-details/add/", contact_details_views.add, name="contact-add"),
    path(CONTACT, contact_details_views.change, name="contact-change"),
    path(f"{CONTACT}protect/", contact_details_views.protect, name="contact-protect"),
    path(f"{CONTACT}unprotect/", contact_details_views.unprotect, name="contact-unprotect"),
    path(f"{CONTACT}take-over/", contact_details_views.take_over, name="contact-take-over"),
    path(f"{FAMILY}key-contacts/add/", key_contacts_views.add, name="key-contact-add"),
    path(f"{FAMILY}key-contacts/<int:key_contact_id>/", key_contacts_views.change, name="key-contact"),
]
