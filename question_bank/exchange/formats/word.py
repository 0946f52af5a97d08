"""Word files (.docx)."""

from __future__ import annotations

from contest.kernel.errors import Refused
from contest.kernel.messages import N_, message
from question_bank.exchange.docx import read_docx
from question_bank.exchange.encodings import said
from question_bank.exchange.formats.base import Choices
from question_bank.exchange.lines import in_unicode
from question_bank.exchange.listing import read_lines
from question_bank.exchange.questions import MAX_ROWS, Reading


class Word:
    """See `formats.base.Format`."""

    code = "word"
    place = 100

    def recognises(self, data: bytes, filename: str) -> bool:
        """A zip that holds a Word document; and texts of other kinds, to say how to save them anew."""
        return (
            data.startswith(b"PK") and (b"word/document" in data or b"word\\document" in data)
        ) or _is_foreign(data, filename)

    def read(self, data: bytes, filename: str, choices: Choices) -> Reading:
        """The questions of the text, with the pictures that they show."""
        if _is_foreign(data, filename):
            text = N_(
                "Tệp văn bản kiểu khác (.doc, .rtf, .odt). Hãy mở bằng Word hoặc LibreOffice, chọn Lưu thành, kiểu .docx, "
                "rồi tải lên lại."
            )
            return Reading(refused=message(text))
        try:
            document, encoding = in_unicode(read_docx(data), choices.encoding)
        except Refused as refusal:
            return Reading(refused=refusal.message)
        questions = read_lines(document)
        if not questions:
            text = N_(
                "Không thấy câu hỏi nào. Mỗi câu cần bắt đầu bằng “Câu 1.” hoặc “1.”, các phương án bằng “A.”, “B.”…"
            )
            return Reading(refused=message(text))
        if len(questions) > MAX_ROWS:
            return Reading(
                refused=message(N_("Có hơn %(limit)d câu hỏi. Hãy chia thành nhiều tệp."), limit=MAX_ROWS)
            )
        unseen = N_(
            "Có %(count)d hình không đọc được (không phải PNG, JPEG, GIF, WebP). Hãy chèn lại hình rồi lưu."
        )
        problems = [message(unseen, count=document.unseen)] if document.unseen else []
        problems += [said(encoding)] if encoding else []
        return Reading(
            questions=tuple(questions),
            problems=tuple(problems),
            media=document.media,
            encoding=encoding,
        )


def _is_foreign(data: bytes, filename: str) -> bool:
    is_doc = data.startswith(b"\xd0\xcf\x11\xe0") and filename.lower().endswith(".doc")
    return is_doc or data.startswith(b"{\\rtf") or b"application/vnd.oasis.opendocument.text" in data[:200]


FORMAT = Word()
