"""One file per question kind: validate, present, mark. Pure."""
