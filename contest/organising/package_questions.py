"""The questions of a package: all files under questions/, read as one list, with the pictures and sounds of media/."""

from __future__ import annotations

from typing import NamedTuple

from contest.kernel.messages import N_, message
from contest.organising.package_reading import Package
from contest.organising.problems import Problem
from question_bank.exchange.questions import ReadQuestion


class PackageQuestions(NamedTuple):
    """The questions that can be used, what is wrong with the files, by file and row, and {name: content} of pictures and
    sounds, {topic: the one it lies in}."""

    questions: list[ReadQuestion]
    problems: list[Problem]
    media: dict[str, bytes]
    folders: dict[str, str]


def package_questions(package: Package) -> PackageQuestions:
    """All questions of a package.

    A code names one question of the whole package: where a second file has it too, neither is meant to replace the
    other, so that is a problem.
    """
    files = list(package.questions())
    if not files:
        return PackageQuestions([], [], {}, {})
    # The readers of spreadsheets take a while to load, and a package may have no questions.
    from question_bank.exchange import read_questions

    found: list[ReadQuestion] = []
    problems: list[Problem] = []
    media = dict(package.media())
    folders: dict[str, str] = {}
    places: dict[str, str] = {}
    for name, data in files:
        reading = read_questions(data, name)
        whole = ([reading.refused] if reading.refused else []) + list(reading.problems)
        problems += [Problem(text, "error", name) for text in whole]
        for question in reading.questions:
            problems += [Problem(text, "error", name, question.row) for text in question.problems]
            first = places.setdefault(question.code, name) if question.code else name
            if first != name:
                text = message(
                    N_("Mã câu hỏi “%(code)s” đã có trong %(file)s. Hãy đổi mã ở một trong hai tệp."),
                    code=question.code,
                    file=first,
                )
                problems.append(Problem(text, "error", name, question.row))
        found += [one for one in reading.questions if not one.problems]
        media.update(reading.media)
        folders.update(reading.folders)
    return PackageQuestions(found, problems, media, folders)
