"""One file per file format, in and out. Pure."""
