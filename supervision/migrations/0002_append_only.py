"""History and permanent rows can be added to and read, and by nobody changed or removed."""

from django.db import migrations

from casework.trail.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial"), ("casework", "0002_append_only")]

    operations = [
        AppendOnly(
            [
                "supervision_filing",
                "supervision_historicalactionreview",
                "supervision_historicalattendance",
                "supervision_historicalgroupsupervision",
                "supervision_historicalpack",
                "supervision_historicalsupervisionaction",
                "supervision_historicalsupervisionpassage",
                "supervision_supervisionmove",
            ]
        ),
    ]
