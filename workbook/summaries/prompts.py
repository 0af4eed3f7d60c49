"""What the summary of each role is asked: headings that all share, with the role's own guidance and headings (A3.2)."""

from casework import practice


def sections_for(role):
    """The headings under which a worker of this role writes, as the practice file has them.

    Those that all share come first, so that the group finds each at its place; the role's own come after.
    """
    values = practice.current()
    prompts = values.summary_roles.get(role)
    if prompts is None:
        return values.summary_sections
    shared = [_with_guidance(section, prompts.guidance.get(section.key)) for section in values.summary_sections]
    return (*shared, *prompts.sections)


def required_for(role):
    """Of these the headings to be filled before finalising: the shared ones, and those that the file requires."""
    shared = {section.key for section in practice.current().summary_sections}
    return [section for section in sections_for(role) if section.key in shared or section.required]


def _with_guidance(section, guidance):
    return section.model_copy(update={"guidance": guidance}) if guidance else section


def heading_of(key, role):
    """The heading of a passage of such a summary; its key where the file does not name it any more."""
    return next((section.heading for section in sections_for(role) if section.key == key), key)
