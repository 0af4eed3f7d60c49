import difflib
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction

from casework.families.services import add_family
from casework.links.services import add_link
from casework.restrictions import services as restrictions
from tests.shape.by_person import *

KEYS_OF = ("sue", "dora", "cora", "mary", "bob", "serena", "audrey", "stan")


@pytest.mark.parametrize("key", KEYS_OF)
def test_by_person(story, cast, key, signed_in, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with time_machine.travel(NOW, tick=False):
        oak = add_family(name="Oak", team=cast.north, by=cast.mary, at=NOW)
        story.link = add_link(story.family, oak, because="Ann’s sister.", by=cast.mary, at=NOW)
        theirs = west(cast)
        import os, re

        paths = [p for p in paths_of(story, uuid4()) if re.search(os.environ.get("PATHS", ""), p)]
        client = signed_in(getattr(cast, key))

        def all_answers():
            point = transaction.savepoint()
            try:
                return answers_to(client, paths)
            finally:
                transaction.savepoint_rollback(point)

        before = all_answers()
        elm = restricted_family(story, theirs)
        tell_month(elm, theirs)
        tell_of_both(story, elm, theirs)
        restrictions.restrict(
            elm.family, because="She fled.", readers=[theirs.sue, theirs.dora, theirs.rick], by=theirs.mary, at=NOW
        )
        after = all_answers()
    out = []
    for path in paths:
        a, b = before[path], after[path]
        if a.status != b.status:
            out.append(f"## {path}: status {a.status} -> {b.status}")
        if a.queries != b.queries:
            out.append(f"## {path}: queries {a.queries} -> {b.queries}")
        if a.text != b.text:
            out.append(f"## {path}: text")
            d = [
                l
                for l in difflib.unified_diff(a.text.splitlines(), b.text.splitlines(), lineterm="", n=0)
                if l.strip() and not l.startswith(("---", "+++", "@@"))
            ]
            out += ["   " + l[:220] for l in d[:12]]
    open(f"/tmp/bp/{key}.txt", "w").write("\n".join(out))
    print(key, len(paths), sum(l.startswith("##") for l in out))
    assert not out
