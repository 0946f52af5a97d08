"""What an import's third page shows: a file's questions as the person changed them, beside those of the bank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from question_bank import media, rules, services, uploads
from question_bank.exchange.legacy import NAMES
from question_bank.exchange.questions import Reading, ReadQuestion
from question_bank.exchange.references import media_of
from question_bank.uploads import Upload

PER_PAGE = 50
SHOWS = ("all", "broken", "alike", "noted", "amended", "out")


@dataclass
class Preview:
    """The questions of an upload, weighed; `keys` are their names in it."""

    upload: Upload
    reading: Reading
    keys: Sequence[str]
    weighed: Sequence[rules.Weighed]

    def decision(self, each: rules.Weighed) -> rules.Decision:
        """What is to become of a question: as the person decided, else as proposed."""
        said = self.upload.decisions.get(self.keys[each.place], "")
        return next((one for one in each.decisions if one == said), each.decisions[0])

    def is_amended(self, each: rules.Weighed) -> bool:
        """Whether the person changed the question."""
        return self.keys[each.place] in self.upload.amended

    def at(self, place: str) -> rules.Weighed | None:
        """The question at a place of the file, from 0."""
        return self.weighed[int(place)] if place.isdecimal() and int(place) < len(self.weighed) else None

    def narrowed(self, show: str) -> Sequence[rules.Weighed]:
        """The questions that a person wants to look at: see `SHOWS`."""
        return self._shows.get(show, self.weighed)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many of them there are, and how many are chosen."""
        chosen = sum(self.decision(each) != "out" for each in self.weighed)
        return {name: len(found) for name, found in self._shows.items()} | {"chosen": chosen}

    @cached_property
    def _shows(self) -> Mapping[str, Sequence[rules.Weighed]]:
        return {
            "all": self.weighed,
            "broken": [each for each in self.weighed if each.standing == "broken"],
            "alike": [each for each in self.weighed if each.rival or each.above],
            "noted": [each for each in self.weighed if each.question.notes],
            "amended": [each for each in self.weighed if self.is_amended(each)],
            "out": [each for each in self.weighed if self.decision(each) == "out"],
        }

    def chosen(self) -> list[ReadQuestion]:
        """The questions to store, as they are to be stored."""
        taken = [(each, self.decision(each)) for each in self.weighed]
        taken = [(each, decision) for each, decision in taken if decision != "out"]
        revised = [each.rival for each, decision in taken if decision == "revise"]
        codes = services.codes(self.upload.bank, revised)
        return [rules.decided(each, decision, codes.get(each.rival, "")) for each, decision in taken]

    def with_media(self, chosen: Sequence[ReadQuestion]) -> Reading:
        """The reading with the pictures and sounds that the chosen questions speak of."""
        names = {name for question in chosen for name in media_of(question)}
        return replace(self.reading, media=uploads.pictures(self.upload, names))


def of(upload: Upload, reading: Reading) -> Preview:
    """The preview of an upload that was read."""
    questions = uploads.amended(upload, reading)
    names = uploads.keys(reading.questions)
    changed = [place for place, name in enumerate(names) if name in upload.amended]
    for place, question in zip(
        changed, examined(upload, [questions[place] for place in changed]), strict=True
    ):
        questions[place] = question
    formers = services.formers(upload.bank, [question.code for question in questions])
    weighed = rules.weigh(questions, services.stock(upload.bank), formers)
    return Preview(upload, reading, names, weighed)


def examined(upload: Upload, changed: Sequence[ReadQuestion]) -> list[ReadQuestion]:
    """Questions that a person changed, with what is wrong with them now."""
    spoken = {name for question in changed for name in media_of(question)}
    wrong = media.missing(spoken - uploads.names_of_pictures(upload)) if spoken else {}
    return [
        media.looked_at(replace(question, problems=tuple(rules.problems(question))), wrong)
        for question in changed
    ]


def is_stale(preview: Preview, marks: Sequence[str]) -> bool:
    """Whether the bank has changed since a page was made, so that a choice on it would mean something else."""
    now = {each.mark for each in preview.weighed}
    return not set(marks) <= now


def sheets(reading: Reading) -> list[tuple[str, int]]:
    """(name, number of questions) of the sheets that were read, where there are several."""
    return list(Counter(question.sheet for question in reading.questions if question.sheet).items())


def encodings() -> Mapping[str, str]:
    """{code: name} of the encodings that a file's letters may be in."""
    return NAMES
