"""A copy of the database and of the documents that belong together, and the proof that a restored one is the same."""
