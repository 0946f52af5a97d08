"""CSV in UTF-8: what `formats/table.py` reads."""

from __future__ import annotations

from contest.kernel.messages import N_, message
from question_bank.exchange.writers.xlsx import TableWriter
from question_bank.exchange.writing import write_csv

WRITER = TableWriter("csv", message(N_("CSV")), 2, "text/csv", write_csv)
