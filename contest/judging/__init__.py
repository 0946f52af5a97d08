"""Panels, sheets, marks, the performance clock, points typed in."""
