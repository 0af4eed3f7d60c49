from django.http import Http404

from casework.referrals.views import add, read

__all__ = ["add", "read"]


def check(request, family_id, referral_id):
    raise Http404


def decide(request, family_id, referral_id):
    raise Http404


def not_seen(request, family_id, involvement_id):
    raise Http404
