"""Contests, stages, parts, units, entrants, windows, the definition file, the draw of lots."""
