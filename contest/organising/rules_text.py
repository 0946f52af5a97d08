"""The rules of a contest in plain words, for the head to sign. PURE.

Both languages stand side by side here, not in the catalogue: a rule is a whole sentence, and the two have to say
exactly the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal, cast

from contest.organising.definition import (
    Award,
    Condition,
    Contest,
    Criterion,
    Mode,
    Part,
    Promotion,
    QuizSettings,
    Stage,
    Tie,
    Tier,
    Title,
)
from contest.organising.plain import shortest

Language = Literal["vi", "en"]


def rules_text(contest: Contest, language: str = "vi") -> str:
    """The whole rules as lines of text: a heading per stage, numbered sentences under it."""
    words = _Words(cast(Language, language))
    lines = [
        contest.name or contest.code,
        words("THỂ LỆ CHẤM ĐIỂM VÀ XẾP HẠNG", "RULES OF SCORING AND RANKING"),
        "",
    ]
    for number, stage in enumerate(contest.stages, start=1):
        lines.append(f"{number}. {stage.name or stage.code}")
        for at, sentence in enumerate(stage_sentences(contest, stage, language), start=1):
            lines.append(f"   {number}.{at}. {sentence}")
        lines.append("")
    lines.append(
        words(
            "Trưởng ban giám khảo ký tên: ........................",
            "Signed by the head of the panel: ........................",
        )
    )
    return "\n".join(lines) + "\n"


def stage_sentences(contest: Contest, stage: Stage, language: str = "vi") -> list[str]:
    """The rules of one stage, a sentence or two for each."""
    return list(_Stage(contest, stage, _Words(cast(Language, language))).sentences())


class _Words:
    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, vietnamese: str, english: str) -> str:
        return vietnamese if self.language == "vi" else english

    def number(self, value: Decimal | int) -> str:
        text = shortest(Decimal(value))
        return text.replace(".", ",") if self.language == "vi" else text

    def seconds(self, value: Decimal) -> str:
        minutes, rest = divmod(value, 60)
        parts = []
        if minutes:
            parts.append(f"{shortest(Decimal(int(minutes)))} {self('phút', 'min')}")
        if rest or not minutes:
            parts.append(f"{self.number(rest)} {self('giây', 's')}")
        return " ".join(parts)

    def several(self, items: Sequence[str]) -> str:
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self('và', 'and')} {items[-1]}"

    def count(self, count: int, one: str, many: str) -> str:
        return f"{count} {one if count == 1 else many}"


class _Stage:
    def __init__(self, contest: Contest, stage: Stage, words: _Words) -> None:
        self.contest, self.stage, self.words = contest, stage, words

    def sentences(self) -> Iterator[str]:
        for part in self.stage.parts:
            yield from _Part(self.stage, part, self.words).sentences()
        yield self.total()
        yield self.ranking()
        yield self.ties()
        yield from (self.promotion(rule) for rule in self.stage.promote)
        if self.stage.awards:
            yield self.awards(self.stage.awards)
        if self.stage.titles:
            yield self.titles(self.stage.titles)
        yield self.absent()

    def part_name(self, code: str) -> str:
        part = self.stage.part(code)
        return f"“{part.name or part.code}”" if part else f"“{code}”"

    def stage_name(self, code: str) -> str:
        stage = self.contest.stage(code)
        return f"“{stage.name or stage.code}”" if stage else f"“{code}”"

    def total(self) -> str:
        words, terms = self.words, []
        for part in self.stage.parts:
            times = f" × {words.number(part.weight)}" if part.weight != 1 else ""
            terms.append(
                words(f"điểm phần “{part.name or part.code}”", f"points of “{part.name or part.code}”")
                + times
            )
        for carry in self.stage.carry:
            if carry.weight:
                name = self.stage_name(carry.stage)
                terms.append(
                    words(f"tổng điểm vòng {name}", f"total of stage {name}")
                    + f" × {words.number(carry.weight)}"
                )
        joined = " + ".join(terms) or "0"
        weights = sum((part.weight for part in self.stage.parts), Decimal(0))
        weights += sum((carry.weight for carry in self.stage.carry), Decimal(0))
        if self.stage.total == "average":
            joined = f"({joined}) : {words.number(weights)}"
        text = words(f"Tổng điểm = {joined}", f"Total = {joined}")
        text += words(", trừ điểm phạt (nếu có)", ", minus recorded penalties (if any)")
        places = self.stage.round.total
        if places is None:
            return text + words("; không làm tròn.", "; not rounded.")
        return text + "; " + rounded(words, places, self.stage.rounding) + "."

    def ranking(self) -> str:
        words = self.words
        scope = {
            "contest": words("chung toàn vòng", "in one list"),
            "unit": words("riêng trong từng đơn vị", "within each unit"),
            "group": words("riêng trong từng bảng", "within each group"),
        }[self.stage.rank_within]
        return words(
            f"Xếp hạng {scope}, tổng điểm cao đứng trước.", f"Ranking is {scope}, the higher total first."
        )

    def ties(self) -> str:
        words, chain = self.words, self.stage.tie_chain
        if len(chain) == 1:
            return words(
                "Bằng tổng điểm thì đồng hạng; hạng tiếp theo bỏ trống (1, 2, 2, 4).",
                "Equal totals share a rank, and the next rank is left out (1, 2, 2, 4).",
            )
        steps = [self.tie(tie) for tie in chain[:-1]]
        numbered = "; ".join(f"({at}) {step}" for at, step in enumerate(steps, start=1))
        return words(
            f"Bằng tổng điểm thì xét lần lượt: {numbered}. Vẫn bằng nhau thì đồng hạng (1, 2, 2, 4).",
            f"Equal totals are set apart, in turn, by: {numbered}. Those still equal share a rank (1, 2, 2, 4).",
        )

    def tie(self, tie: Tie) -> str:
        words = self.words
        if tie.rule == "part":
            name = self.part_name(tie.part)
            return words(f"điểm phần {name} cao hơn", f"more points in {name}")
        return {
            "duration": words("tổng thời gian ít hơn", "less time in all"),
            "submitted": words("nộp bài sớm hơn", "the earlier submission"),
            "prediction": words("dự đoán gần đúng hơn", "the nearer prediction"),
            "highest_marks": words("có nhiều điểm đơn cao nhất hơn", "more of the highest single marks"),
            "decision": words("quyết định có ghi lại của trưởng ban", "the head's recorded decision"),
            "name": words("thứ tự tên", "order of names"),
        }[tie.rule]

    def promotion(self, rule: Promotion) -> str:
        words = self.words
        target = self.contest.target(self.stage, rule)
        name = f"“{target.name or target.code}”" if target else "?"
        of = {
            "contest": words("toàn vòng", "the whole stage"),
            "unit": words("mỗi đơn vị", "each unit"),
            "group": words("mỗi bảng", "each group"),
        }[rule.within or self.stage.rank_within]
        text = words(
            f"Chọn {rule.best} thí sinh có thứ hạng cao nhất của {of} vào vòng {name}",
            f"The best {rule.best} of {of} go on to {name}",
        )
        if rule.reserves:
            text += words(
                f", {rule.reserves} thí sinh tiếp theo dự bị", f", and the next {rule.reserves} are reserves"
            )
        return (
            text
            + {
                "decision": words(
                    ". Bằng nhau ở suất cuối thì trưởng ban quyết định.",
                    ". A tie for the last place is decided by the head.",
                ),
                "all": words(
                    ". Bằng nhau ở suất cuối thì tất cả cùng được chọn.",
                    ". All who tie for the last place go on.",
                ),
                "none": words(
                    ". Bằng nhau ở suất cuối thì không ai trong số đó được chọn.",
                    ". None of those who tie for the last place goes on.",
                ),
            }[rule.cut_ties]
        )

    def awards(self, awards: Sequence[Award]) -> str:
        words, texts = self.words, []
        for award in awards:
            text = f"“{award.name}”"
            if award.count is not None:
                text = f"{award.count} {text}"
            if award.minimum is not None:
                minimum = words.number(award.minimum)
                text += words(f" (từ {minimum} điểm)", f" (from {minimum} points)")
            texts.append(text)
        return words(
            f"Giải thưởng, theo thứ hạng từ cao xuống: {words.several(texts)}. Ai đồng hạng ở suất cuối của một giải "
            "thì cùng được giải ấy, và số vượt lấy vào số lượng của giải sau.",
            f"Awards by rank, from the top: {words.several(texts)}. All who tie for the last of an award get it, and "
            "what goes beyond its number is taken from the next award.",
        )

    def titles(self, titles: Sequence[Title]) -> str:
        words, texts = self.words, []
        for title in titles:
            when = words.several([self.condition(one) for one in title.when])
            texts.append(words(f"“{title.name}” khi {when}", f"“{title.name}” for {when}"))
        return words(
            f"Danh hiệu: {'; '.join(texts)}. Mỗi người nhận danh hiệu cao nhất mà mình đạt đủ điều kiện.",
            f"Titles: {'; '.join(texts)}. Everyone gets the highest title whose conditions are all met.",
        )

    def condition(self, one: Condition) -> str:
        words = self.words
        subject = {
            "total": words("tổng điểm", "a total"),
            "part": words(f"điểm phần {self.part_name(one.code)}", f"points in {self.part_name(one.code)}"),
            "external": words(f"“{one.code}”", f"“{one.code}”"),
        }[one.of]
        sign = {
            ">=": words("từ", "of at least"),
            ">": words("trên", "above"),
            "<=": words("không quá", "of at most"),
            "<": words("dưới", "below"),
            "==": words("đúng bằng", "of exactly"),
        }[one.sign]
        return f"{subject} {sign} {words.number(one.value)}"

    def absent(self) -> str:
        return self.words(
            "Thí sinh không có điểm ở mọi phần thi là vắng mặt, không xếp hạng; thiếu một số phần thì các phần ấy "
            "tính 0 điểm. Khách mời được công bố điểm nhưng không xếp hạng, không nhận giải, không chiếm suất.",
            "Who has nothing in any part is absent and has no rank; who lacks some parts has 0 in those. A guest's "
            "points are shown without a rank; a guest takes no prize and no one's place.",
        )


class _Part:
    def __init__(self, stage: Stage, part: Part, words: _Words) -> None:
        self.stage, self.part, self.words = stage, part, words

    def sentences(self) -> Iterator[str]:
        yield self.heading()
        if self.part.is_judged:
            if self.part.criteria:
                yield self.criteria(self.part.criteria)
            yield self.combining()
            if self.part.divergence:
                yield self.divergence()
        elif self.part.attempts:
            yield self.attempts()
        if self.part.time:
            yield from self.time()

    def heading(self) -> str:
        words, part = self.words, self.part
        name = f"“{part.name or part.code}”"
        how = {
            "quiz": words("trắc nghiệm, máy chấm", "a quiz marked by machine"),
            "panel": words("ban giám khảo chấm", "marked by a panel"),
            "markers": words("giám khảo chấm phách, không biết tên thí sinh", "marked blind"),
            "entered": words("nhập điểm", "points typed in"),
        }[part.method]
        text = words(f"Phần {name}: {how}", f"Part {name}: {how}")
        top = part.max_points
        if top is not None:
            text += words(f", tối đa {words.number(top)} điểm", f", at most {words.number(top)} points")
        text += words(f", hệ số {words.number(part.weight)}.", f", weight {words.number(part.weight)}.")
        quiz = part.quiz
        if quiz is not None:
            text += words(
                f" Thời gian làm bài {words.seconds(Decimal(quiz.length))}",
                f" Time allowed: {words.seconds(Decimal(quiz.length))}",
            )
            if quiz.question_seconds:
                each = words.seconds(Decimal(quiz.question_seconds))
                text += words(f", mỗi câu {each} rồi tự chuyển", f", {each} a question, moving on by itself")
            if quiz.draw:
                whose = {
                    "person": (" cho từng người", " for each person"),
                    "unit": (" cho từng đơn vị", " for each unit"),
                    "same": (" chung cho mọi người", " once for everybody"),
                }[quiz.paper]
                text += words(
                    f", {quiz.questions} câu rút ngẫu nhiên{whose[0]}, mỗi câu {words.number(quiz.points)} điểm",
                    f"; {quiz.questions} questions drawn at random{whose[1]}, {words.number(quiz.points)} points each",
                )
            text += words(
                ", đúng một phần được điểm một phần."
                if quiz.partial
                else ", phải đúng hoàn toàn mới được điểm.",
                "; an answer right in part brings part of them."
                if quiz.partial
                else "; only a fully right answer brings points.",
            )
            if quiz.practice:
                text += words(
                    " Đây là phần luyện tập, không tính điểm.", " This is practice; nothing counts."
                )
            elif quiz.review != "nothing":
                text += " " + self.review(quiz)
        drawn = {
            "situations": words(
                " Mỗi thí sinh bốc thăm một tình huống.", " Each entrant draws a situation by lot."
            ),
            "themes": words(" Mỗi thí sinh bốc thăm một chuyên đề.", " Each entrant draws a theme by lot."),
        }
        return text + drawn.get(part.draw, "")

    def review(self, quiz: QuizSettings) -> str:
        words = self.words
        what = {
            "score": words("điểm của mình", "their points"),
            "answers": words("câu hỏi và câu trả lời của mình", "the questions and their own answers"),
            "key": words("điểm, câu trả lời của mình và đáp án", "their points and answers, and the key"),
        }[quiz.review]
        when = words("khi không còn ai làm phần thi này", "once nobody can sit the part any more")
        if quiz.review_from:
            when += words(f", sớm nhất từ {quiz.review_from}", f", from {quiz.review_from} at the earliest")
        return words(f"Thí sinh xem được {what} {when}.", f"Entrants may see {what} {when}.")

    def criteria(self, criteria: Sequence[Criterion]) -> str:
        words, texts = self.words, []
        for one in criteria:
            text = one.name or one.code
            details = []
            if one.max is not None:
                least = words(f"từ {words.number(one.min)} ", f"{words.number(one.min)} ") if one.min else ""
                details.append(
                    words(f"{least}tối đa {words.number(one.max)}", f"{least}up to {words.number(one.max)}")
                )
            if one.step is not None:
                details.append(
                    words(f"bước {words.number(one.step)}", f"in steps of {words.number(one.step)}")
                )
            if one.factor != 1:
                details.append(
                    words(f"hệ số {words.number(one.factor)}", f"factor {words.number(one.factor)}")
                )
            texts.append(f"{text} ({', '.join(details)})" if details else text)
        return words(f"Tiêu chí: {'; '.join(texts)}.", f"Criteria: {'; '.join(texts)}.")

    def combining(self) -> str:
        words, rule = self.words, self.part.combine
        places, mode = self.stage.places(self.part), self.stage.mode(self.part)
        what = words("các phiếu", "the sheets") if rule.over == "sheet" else words("các điểm", "the marks")
        dropped = [
            (rule.drop_highest, words("cao nhất", "highest")),
            (rule.drop_lowest, words("thấp nhất", "lowest")),
        ]
        drops = [
            f"{count} {words(what.removeprefix('các '), '')}{' ' if words.language == 'vi' else ''}{which}"
            for count, which in dropped
            if count
        ]
        by = {
            "mean": words(f"lấy trung bình cộng {what}", f"{what} are averaged"),
            "sum": words(f"cộng {what}", f"{what} are added"),
            "median": words(f"lấy trung vị {what}", f"the median of {what} is taken"),
        }[rule.by]
        drop = (
            words(f"bỏ {words.several(drops)}, rồi ", f"the {words.several(drops)} are dropped, then ")
            if drops
            else ""
        )
        steps = []
        if rule.over == "sheet":
            steps.append(
                words(
                    "điểm các tiêu chí (nhân hệ số nếu có) được cộng thành phiếu của từng giám khảo",
                    "each judge's marks (times their factors) are added to a sheet",
                )
            )
            if places.sheet is not None:
                steps.append(rounded(words, places.sheet, mode))
            steps.append(drop + by)
        else:
            steps.append(words("với từng tiêu chí, ", "for each criterion, ") + drop + by)
            if places.criterion is not None:
                steps.append(rounded(words, places.criterion, mode))
            if any(one.factor != 1 for one in self.part.criteria):
                steps.append(
                    words("nhân hệ số của tiêu chí", "the result is multiplied by the criterion's factor")
                )
                if places.criterion is not None:
                    steps.append(words("lại làm tròn như trên", "and rounded again the same way"))
            steps.append(words("cộng các tiêu chí", "the criteria are added"))
        if places.part is not None:
            steps.append(rounded(words, places.part, mode))
        text = "; ".join(steps)
        empty = words(
            " Ô để trống là không chấm, không phải 0 điểm.", " An empty mark is no mark, not a zero."
        )
        return words(f"Cách tính: {text}.", f"Arithmetic: {text}.") + empty

    def divergence(self) -> str:
        words, rule = self.words, self.part.divergence
        if rule is None:
            return ""
        gap = words.number(rule.gap)
        return words(
            f"Hai phiếu đầu lệch nhau từ {gap} điểm trở lên thì có người chấm thứ ba; "
            + (
                "điểm của người thứ ba là điểm cuối cùng."
                if rule.third == "final"
                else "lấy phiếu thứ ba và phiếu gần nó nhất."
            ),
            f"Where the first two sheets differ by {gap} or more there is a third marker; "
            + (
                "the third sheet is final."
                if rule.third == "final"
                else "the third sheet and the one nearest to it count."
            ),
        )

    def attempts(self) -> str:
        words, rule = self.words, self.part.attempts
        if rule is None:
            return ""
        limit = (
            words(f"Được làm tối đa {rule.limit} lần; ", f"Up to {rule.limit} attempts; ")
            if rule.limit
            else words("Được làm nhiều lần; ", "Any number of attempts; ")
        )
        when = words("sớm hơn", "earlier") if rule.tie == "earlier" else words("muộn hơn", "later")
        return (
            limit
            + {
                "best": words(
                    f"tính lần có điểm cao nhất, bằng điểm thì lần {when}.",
                    f"the best counts, of equal ones the {when}.",
                ),
                "last": words("tính lần cuối cùng.", "the last counts."),
                "first": words("tính lần đầu tiên.", "the first counts."),
                "sum": words("cộng điểm các lần.", "their points are added."),
            }[rule.count]
        )

    def time(self) -> Iterator[str]:
        words, limits = self.words, self.part.time
        if limits is None:
            return
        bounds = []
        if limits.minimum is not None:
            bounds.append(
                words(
                    f"tối thiểu {words.seconds(limits.minimum)}", f"at least {words.seconds(limits.minimum)}"
                )
            )
        if limits.maximum is not None:
            bounds.append(
                words(f"tối đa {words.seconds(limits.maximum)}", f"at most {words.seconds(limits.maximum)}")
            )
        if bounds:
            yield words(f"Thời gian trình bày: {', '.join(bounds)}.", f"Length: {', '.join(bounds)}.")
        for tiers, which in (
            (limits.over, words("Quá giờ", "Over time")),
            (limits.under, words("Thiếu giờ", "Short of time")),
        ):
            if tiers:
                texts = [self.tier(tier) for tier in sorted(tiers, key=lambda tier: tier.after)]
                only = words(
                    " Chỉ mức đã tới được tính, các mức không cộng dồn.",
                    " Only the tier reached counts; tiers don't add up.",
                )
                yield f"{which}: {'; '.join(texts)}." + (only if len(texts) > 1 else "")

    def tier(self, tier: Tier) -> str:
        words = self.words
        change = words.number(abs(tier.points))
        text = words(f"hơn {words.seconds(tier.after)}", f"by more than {words.seconds(tier.after)}")
        if tier.points < 0:
            text += words(f" trừ {change} điểm", f", {change} points off")
        elif tier.points > 0:
            text += words(f" cộng {change} điểm", f", {change} points added")
        return text + (words(" và dừng phần thi", " and the performance is stopped") if tier.stop else "")


def rounded(words: _Words, places: int, mode: Mode) -> str:
    """How a number is rounded."""
    half = {
        "half_up": words("nửa thì lên", "halves up"),
        "half_even": words("nửa thì về số chẵn", "halves to the even digit"),
    }[mode]
    if not places:
        return words(f"làm tròn đến số nguyên ({half})", f"rounded to a whole number ({half})")
    return words(f"làm tròn đến {places} chữ số thập phân ({half})", f"rounded to {places} decimals ({half})")
