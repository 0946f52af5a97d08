"""The project's own JSON, which loses nothing."""

from __future__ import annotations

from collections.abc import Mapping as Named
from collections.abc import Sequence

from contest.kernel.messages import N_, message
from question_bank.exchange.formats.project_json import write_json
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.writers.base import Reducing


class JsonWriter(Reducing):
    """See `writers.base.Writer`."""

    code = "json"
    name = message(N_("JSON của Hội Thi (giữ nguyên mọi thứ)"))
    place = 7
    extension = "json"
    mime = "application/json"

    def make(
        self, questions: Sequence[ReadQuestion], media: Named[str, bytes], folders: Named[str, str]
    ) -> bytes:
        """See `Reducing.make`."""
        return write_json(questions, media, folders)


WRITER = JsonWriter()
