"""Hội Thi: contests with stages, parts, judges and machine-marked quizzes."""
