"""Topics, questions and their immutable revisions."""
