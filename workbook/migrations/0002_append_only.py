"""History and permanent rows can be added to and read, and by nobody changed or removed."""

from django.db import migrations

from casework.trail.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("workbook", "0001_initial"), ("casework", "0002_append_only")]

    operations = [
        AppendOnly(
            [
                "workbook_comingofage",
                "workbook_historicaldelegatedtask",
                "workbook_historicaldrawnpassage",
                "workbook_historicalemergedvulnerability",
                "workbook_historicalepisodemember",
                "workbook_historicalfamilyprogramme",
                "workbook_historicalinterventionsummary",
                "workbook_historicalmodulepassage",
                "workbook_historicalmodulerecord",
                "workbook_historicalplannedvisit",
                "workbook_historicalplanneraction",
                "workbook_historicalprogrammeassessment",
                "workbook_historicalprogrammechild",
                "workbook_historicalprogrammeparent",
                "workbook_historicalsignificantchange",
                "workbook_historicalsummarynote",
                "workbook_historicalsummarypassage",
                "workbook_historicalsupportplanner",
                "workbook_historicalworkbook",
                "workbook_historicalworkbookepisode",
                "workbook_sharingchoice",
                "workbook_workbookdecision",
            ]
        ),
    ]
