"""What pages read in their addresses, found by the source: a name of tomorrow is among them."""

import re
from importlib import import_module
from inspect import getsource, unwrap

from tests.shape.source import ROOT, modules

ASKED = re.compile(
    r'\bGET(?:\.get|\.getlist)?[(\[]"(\w+)"|"(\w+)" (?:not )?in (?:self\.)?request\.GET|asked\.get\("(\w+)"'
)
FORM = re.compile(r"(\w*Form)\((?:self\.)?request\.GET")


def names_asked_for() -> list[str]:
    """What any page reads in its address: by the source, and by the forms that read it."""
    found = {"after", "before"}
    for path in modules():
        text = (ROOT / path).read_text(encoding="utf-8")
        found |= {name for names in ASKED.findall(text) for name in names if name}
        for form in set(FORM.findall(text)):
            found |= set(_form(path, form).base_fields)
    return sorted(found)


def _form(path, name):
    module = import_module(".".join(path.with_suffix("").parts))
    return getattr(module, name, None) or getattr(module.forms, name)


def reads_address(view) -> bool:
    """Whether the view itself reads something of it; every act reads what its frame reads."""
    code = getattr(view, "view_class", None) or getattr(view, "cls", None) or unwrap(view)
    return "GET" in getsource(code)
