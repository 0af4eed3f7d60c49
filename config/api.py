"""The addresses of the API, its description, and the errors that every operation may answer."""

from django.contrib.auth.decorators import login_required
from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from casework import api as casework
from chronology.timeline import api as chronology
from workbook import api as workbook
from workbook.programmes import api as programmes

OF_ONE_FAMILY = "{family_id}"
ERRORS = {
    "400": "What the address asks cannot be understood; the answer says which part.",
    "403": "You are not signed in, or you may not read this.",
    "404": "There is no such family, or you may not know of it.",
    "410": "What the address names was recorded in error; the answer says by whom, when and by which reason.",
    "406": "The answer was asked for in another form than JSON.",
}
NO_SUCH_FORM = "The address asks for another form of answer than there is."


def with_errors(result, generator, request, public):
    """A hook of drf-spectacular: the errors are described here once for every operation."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = {"type": "object", "properties": {"detail": {"type": "string"}}}
    for address, operations in result["paths"].items():
        for operation in operations.values():
            said = ERRORS if OF_ONE_FAMILY in address else {**ERRORS, "404": NO_SUCH_FORM}
            for status, sentence in said.items():
                operation["responses"].setdefault(status, _problem(sentence))
    return result


def _problem(sentence):
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": sentence, "content": {"application/json": {"schema": schema}}}


HOOKS = ["drf_spectacular.hooks.postprocess_schema_enums", "config.api.with_errors"]
FAMILY = "families/<int:family_id>/"

urlpatterns = [
    path("families/", casework.FamilyList.as_view(), name="api-families"),
    path(FAMILY, casework.FamilyDetail.as_view(), name="api-family"),
    path(f"{FAMILY}facts/", casework.FamilyFacts.as_view(), name="api-facts"),
    path(f"{FAMILY}in-error/", casework.InErrorList.as_view(), name="api-in-error"),
    path(f"{FAMILY}workbooks/", workbook.WorkbookList.as_view(), name="api-workbooks"),
    path(f"{FAMILY}episodes/", workbook.EpisodeList.as_view(), name="api-episodes"),
    path(f"{FAMILY}summaries/", workbook.SummaryList.as_view(), name="api-summaries"),
    path(f"{FAMILY}programmes/", programmes.ProgrammeList.as_view(), name="api-programmes"),
    path(f"{FAMILY}programmes/<int:programme_id>/", programmes.ProgrammeDetail.as_view(), name="api-programme"),
    path(f"{FAMILY}chronology/", chronology.Chronology.as_view(), name="api-chronology"),
    path("schema/", SpectacularAPIView.as_view(custom_settings={"POSTPROCESSING_HOOKS": HOOKS}), name="api-schema"),
    path(
        "docs/",
        # Its script comes from an address of its own, so that the strict policy holds for this page too.
        login_required(SpectacularSwaggerSplitView.as_view(url_name="api-schema", template_name="api/docs.html")),
        name="api-docs",
    ),
]
