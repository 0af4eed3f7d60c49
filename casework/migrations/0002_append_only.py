"""History and permanent rows can be added to and read, and by nobody changed or removed."""

from django.db import migrations

from casework.trail.operations import AppendOnly, InstallAppendOnly


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]

    operations = [
        InstallAppendOnly(),
        AppendOnly(
            [
                "casework_historicalabsence",
                "casework_historicaladdendum",
                "casework_historicalagreedaction",
                "casework_historicalallocation",
                "casework_historicalaskeditem",
                "casework_historicalassessment",
                "casework_historicalcasenote",
                "casework_historicalcasesummary",
                "casework_historicalcasesummarypassage",
                "casework_historicalcaution",
                "casework_historicalclosure",
                "casework_historicalclosureletter",
                "casework_historicalclosurepassage",
                "casework_historicalconference",
                "casework_historicalcontactdetail",
                "casework_historicaldocument",
                "casework_historicalecomaptie",
                "casework_historicalfamily",
                "casework_historicalfamilyjoin",
                "casework_historicalfamilylink",
                "casework_historicalfamilymember",
                "casework_historicalfamilyteam",
                "casework_historicalfamilytime",
                "casework_historicalgenogramnote",
                "casework_historicalgenogrampassage",
                "casework_historicalinvolvement",
                "casework_historicalkeycontact",
                "casework_historicallegalepisode",
                "casework_historicalnotepassage",
                "casework_historicalparentalresponsibility",
                "casework_historicalperson",
                "casework_historicalpersonname",
                "casework_historicalplan",
                "casework_historicalpost",
                "casework_historicalprotection",
                "casework_historicalprotectionreader",
                "casework_historicalprotectionrequest",
                "casework_historicalreferral",
                "casework_historicalreferralcheck",
                "casework_historicalrelationship",
                "casework_historicalrestriction",
                "casework_historicalrestrictionreader",
                "casework_historicalriskdate",
                "casework_historicalsafecontact",
                "casework_historicalsafetycall",
                "casework_historicalsafetyplan",
                "casework_historicalsafetyplanholder",
                "casework_historicalsafetyplanpassage",
                "casework_historicalseen",
                "casework_historicalsignificance",
                "casework_historicalteam",
                "casework_historicalteammembership",
                "casework_historicaltransfer",
                "casework_historicalunallocatedreason",
                "casework_historicaluser",
                "casework_historicalwithdrawal",
                "casework_imported",
                "casework_ownrightanswer",
                "casework_relationshipoverride",
                "casework_submission",
                "casework_viewing",
            ]
        ),
    ]
