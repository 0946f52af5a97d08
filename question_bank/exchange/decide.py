"""Which options of a question are right: what all signs of a key agree on, else a problem. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean, fold
from question_bank.exchange.drafts import same_words
from question_bank.exchange.key_tables import LETTERS_SAID, letters_of
from question_bank.exchange.lines import Marks
from question_bank.exchange.option import Option
from question_bank.exchange.set_apart import Sign, set_apart

_BEGINS = re.compile(
    r"[(\[]?(?P<letters>[A-Ha-h](?:\s?(?:,|;|&|\+|và|and)\s?[A-H](?!\w))*)[)\]]?\s*(?:(?P<sure>(?:là\s+)?đúng\b\s*[.,:]?)|[.:,;)–—-]|=>|(?=\(|(?:vì|do|theo)\b))\s*(?P<rest>\S.*)",
    re.S,
)

NAMED_SO = re.compile(
    r"(?:câu|ý|phương\s*án|pa|đáp\s*án|lựa\s*chọn)\s+(?:số\s+)?(?=[(\[]?[A-Ha-h1-8](?![\w-]))", re.I
)
"""“Câu B”, “Phương án a”: the word before a letter."""
_BOTH = re.compile(r"^(?:cả|gồm)\s+(?=[A-H](?!\w))", re.I)
_INITIAL = re.compile(r"[,;&]\s?[A-H]\.\s*$")
_ANOTHER = re.compile(
    r"[,;&+/]?\s*(?:(?:và|and|hoặc)\s+)?[(\[]?[A-H][)\]]?\s*$|(?:^|[\s,;])[(\[]?[A-Ha-h]\s?[.)\]:]\s*\S"
)
_TRUTH = re.compile(r"(?:đúng|sai|đ|s)\s*(?:[,;.]|$)", re.I)


def decide(
    options: Sequence[Option],
    said: Sequence[str],
    of_tables: Sequence[str],
    problems: list[Message],
    explained: list[str],
    usual: Marks = frozenset(),
) -> list[int]:
    """The right options, from 0; where signs differ or there is none, a problem and no option.

    `said`: what lines under the question say; `of_tables`: what tables of keys say of it. What a line says besides the
    key goes to `explained`. `usual`: how most options of the list are set.
    """
    letters = [one.letter.upper() for one in options]
    texts = [one.text for one in options]
    signs: list[Sign] = []
    for name, many in ((N_("dòng đáp án"), said), (N_("bảng đáp án"), of_tables)):
        for words in dict.fromkeys(many):  # said twice is said once
            places = _named(words, letters, texts, explained)
            if not places:
                problems.append(message(N_("Đáp án “%(key)s” không ứng với phương án nào."), key=words[:80]))
                return []
            signs.append((message(name), places))
    starred = [place for place, one in enumerate(options) if one.starred]
    if starred:
        signs.append((message(N_("dấu sao, dấu đúng")), starred))
    signs += set_apart(options, usual)
    if not signs:
        problems.append(message(N_("Không thấy đáp án đúng. Hãy chọn đáp án.")))
        return []
    first = signs[0]
    other = next((one for one in signs if one[1] != first[1]), None)
    if other is None:
        return first[1]
    problems.append(
        message(
            N_("Các dấu hiệu của đáp án mâu thuẫn nhau (%(first)s; %(second)s). Hãy chọn đáp án."),
            first=_told(first, letters),
            second=_told(other, letters),
        )
    )
    return []


def _told(sign: Sign, letters: Sequence[str]) -> Message:
    return message(
        N_("%(sign)s: %(letters)s"), sign=sign[0], letters=", ".join(letters[place] for place in sign[1])
    )


def _named(words: str, letters: list[str], texts: list[str], explained: list[str]) -> list[int]:
    """The options that a key names, rising; none where it names none, or more than one thing."""
    plain = re.sub(r"[(\[]\s*([A-Ha-h])\s*[)\]]", r"\1", words.strip())
    plain = re.sub(r"^[(\[“\"](.*)[)\]”\"]$", r"\1", plain).strip().rstrip(".;,").strip()
    by_words = _saying(texts, plain)
    plain = plain if by_words else _BOTH.sub("", plain)
    plain = re.sub(r"^([A-Ha-h1-8])\s?(?:[)\]:/-]|(?:là )?đúng)$", r"\1", NAMED_SO.sub("", plain))
    if LETTERS_SAID.fullmatch(plain):
        named = letters_of(plain)
        places = sorted({letters.index(one) for one in named}) if set(named) <= set(letters) else []
        return places if not by_words or by_words == places else []
    if re.fullmatch(r"[1-8]", plain) and int(plain) <= len(letters):
        place = [int(plain) - 1]
        return place if not by_words or by_words == place else []  # “3” of 4, 3, 2, 1
    if len(by_words) == 1:
        return by_words
    found = _BEGINS.fullmatch(plain)
    if found is None:
        return []
    named = letters_of(found["letters"])
    rest = found["rest"].strip()
    if not set(named) <= set(letters):
        return []
    if len(named) > 1 and _INITIAL.search(plain[: len(plain) - len(rest)]) and rest[0].isupper():
        return []  # “B, C. Mác, Tư bản”: the first letter of a name
    places = sorted({letters.index(one) for one in named})
    own = _saying(texts, rest)
    # “a) Đ b) S c) Đ”: a statement each, and no key. “A. C. Mác”, “A. Đúng” are options in their own words.
    if own != places and not found["sure"] and (_ANOTHER.search(rest) or _TRUTH.match(rest)):
        return []
    if own and own != places:
        return []  # “B. the words of C”
    # “B. the option's own words” says no more than B; anything else explains it.
    if not own and not _goes_on(texts, places, rest):
        explained.append(re.sub(r"^(?:giải thích|vì)\s*:\s*", "", rest, flags=re.I))
    return places


def _saying(texts: Sequence[str], words: str) -> list[int]:
    """The options that say these words: with the same tones, or else with any."""
    exact = [place for place, text in enumerate(texts) if _plain(text) == _plain(words)]
    return exact or [place for place, text in enumerate(texts) if same_words(text, words)]


def _plain(text: str) -> str:
    return clean(text).casefold().strip(" .;,:")


def _goes_on(texts: Sequence[str], places: Sequence[int], rest: str) -> bool:
    """Whether what follows the letter is a part of the option's own words."""
    plain = fold(rest)
    return len(places) == 1 and len(plain) >= 8 and fold(texts[places[0]]).startswith(plain.rstrip(".… "))
