"""Contests of other kinds, with results worked out by hand."""

from __future__ import annotations

from typing import Any

from tests.contest.ranking.packages import Rows, entrants, lines, marks, points, rank


def contest(*stages: dict[str, Any]) -> dict[str, Any]:
    return {"contest": {"code": "c"}, "stage": list(stages)}


def entered(code: str, **keys: object) -> dict[str, Any]:
    return {"code": code, "method": "entered", **keys}


def table(found: Rows, *names: str) -> list[tuple[str, ...]]:
    return [tuple(line[name] for name in names) for line in found]


def test_figure_skating_trims_each_criterion_and_rounds_before_and_after_the_factor() -> None:
    """Nine judges, highest and lowest off per criterion, mean to 2 places, x factor, 2 places again."""
    segment = {
        "method": "panel",
        "combine": {"over": "criterion", "by": "mean", "drop_highest": 1, "drop_lowest": 1},
        "round": {"criterion": 2, "part": 2},
        "criteria": [
            {"code": "ss", "max": 10, "step": "0.25", "factor": "1.67"},
            {"code": "pe", "max": 10, "step": "0.25", "factor": "1.67"},
        ],
    }
    short = {
        "code": "sp", "round": {"total": 2}, "ties": ["part:tes"],
        "promote": [{"best": 2, "to": "fs"}],
        "part": [entered("tes"), {"code": "pcs", **segment}],
    }  # fmt: skip
    free = {
        "code": "fs", "round": {"total": 2}, "carry": [{"stage": "sp", "weight": 1}],
        "part": [entered("tes"), {"code": "pcs", **segment}],
    }  # fmt: skip
    # ss: 8.00 and 6.50 go, 52.75 : 7 = 7.5357 -> 7.54, x 1.67 = 12.5918 -> 12.59 (in one step it would be 12.58)
    # pe: 9.00 and 7.00 go, 7 x 8.00 -> 8.00 x 1.67 = 13.36
    ss = ["7.25", "7.50", "7.75", "7.50", "8.00", "7.25", "7.50", "8.00", "6.50"]
    pe = ["8.00", "8.00", "9.00", "8.00", "8.00", "7.00", "8.00", "8.00", "8.00"]
    sheets = {f"j{at}": pair for at, pair in enumerate(zip(ss, pe, strict=True))}
    flat = {f"j{at}": ("7.00", "7.00") for at in range(9)}  # 7 x 1.67 = 11.69 each: 23.38
    found = lines(
        rank(
            contest(short, free),
            {
                "entrants": entrants("a", "b", "c"),
                "marks": marks("sp", "pcs", {"a": sheets, "b": flat, "c": flat}, "ss pe")
                + marks("fs", "pcs", {"a": flat, "b": flat}, "ss pe"),
                "points": points("sp", "tes", {"a": "40.10", "b": "42.67", "c": "40"})
                + points("fs", "tes", {"a": "70", "b": "71.5"}),
                "decisions": [
                    {"stage": "fs", "entrant": "b", "kind": "penalty", "value": "1.5", "reason": "falls"}
                ],
            },
        )
    )
    # b and a both have 66.05 in the short programme: the better technical score is ahead.
    assert table(found, "stage", "rank", "entrant", "total", "pcs", "promoted", "decided_by") == [
        ("sp", "1", "b", "66.05", "23.38", "yes", "part:tes"),
        ("sp", "2", "a", "66.05", "25.95", "yes", "part:tes"),
        ("sp", "3", "c", "63.38", "23.38", "", ""),
        ("fs", "1", "a", "159.43", "23.38", "", "shared"),
        ("fs", "1", "b", "159.43", "23.38", "", "shared"),
    ]


def test_grades_below_zero_round_away_from_zero() -> None:
    part = {
        "code": "goe", "method": "panel", "round": {"criterion": 2},
        "combine": {"over": "criterion", "by": "mean"},
        "criteria": [{"code": "jump", "min": -5, "max": 5, "step": 1, "factor": "0.53"}],
    }  # fmt: skip
    sheets = {"a": {f"j{at}": (mark,) for at, mark in enumerate([-1, -2, -3, -3, -2, -2, -2, -3])}}
    found = lines(
        rank(
            contest({"code": "s", "part": [part]}),
            {"entrants": entrants("a"), "marks": marks("s", "goe", sheets, "jump")},
        )
    )
    assert found[0]["goe"] == "-1.19"  # -18 : 8 = -2.25, x 0.53 = -1.1925


def test_diving_drops_two_at_each_end_and_multiplies_by_difficulty() -> None:
    """Seven judges; of each dive the middle three are added and multiplied. Everyone dives from the same list."""
    part = {
        "code": "d", "method": "panel", "round": {"part": 2},
        "combine": {"over": "criterion", "by": "sum", "drop_highest": 2, "drop_lowest": 2},
        "criteria": [
            {"code": "107b", "max": 10, "step": "0.5", "factor": "3.1"},
            {"code": "5253b", "max": 10, "step": "0.5", "factor": "3.2"},
        ],
    }  # fmt: skip
    first = ["7", "7.5", "8", "8", "8.5", "6.5", "9"]  # 7.5 + 8 + 8 = 23.5 x 3.1 = 72.85
    second = ["9", "9", "9.5", "8.5", "9", "10", "8"]  # 9 + 9 + 9 = 27 x 3.2 = 86.4
    sheets = {"a": {f"j{at}": pair for at, pair in enumerate(zip(first, second, strict=True))}}
    # b has only dived once: the other dive brings nothing.
    sheets["b"] = {f"j{at}": (mark, "") for at, mark in enumerate(second)}  # 27 x 3.1 = 83.7
    found = lines(
        rank(
            contest({"code": "s", "part": [part]}),
            {"entrants": entrants("a", "b"), "marks": marks("s", "d", sheets, "107b 5253b")},
        )
    )
    assert table(found, "rank", "entrant", "total") == [("1", "a", "159.25"), ("2", "b", "83.7")]


def test_ski_jumping_two_rounds_all_who_tie_at_the_cut_go_on() -> None:
    style = {
        "code": "style", "method": "panel", "combine": {"by": "sum", "drop_highest": 1, "drop_lowest": 1},
        "criteria": [{"code": "style", "max": 20, "step": "0.5"}],
    }  # fmt: skip
    one = {
        "code": "r1",
        "promote": [{"best": 2, "to": "r2", "cut_ties": "all"}],
        "part": [entered("distance"), entered("wind"), style],
    }
    two = {"code": "r2", "carry": [{"stage": "r1"}], "part": [entered("distance")]}

    def judges(*given: str) -> dict[str, tuple[str]]:
        return {f"j{at}": (mark,) for at, mark in enumerate(given)}

    sheets = {
        "a": judges("18", "18.5", "18.5", "19", "17.5"),  # 55
        "b": judges("17", "17", "17.5", "18", "16"),  # 51.5
        "c": judges("17.5", "17.5", "17.5", "17.5", "17.5"),  # 52.5
        "d": judges("15", "15", "15", "15", "20"),  # 45
    }
    found = lines(
        rank(
            contest(one, two),
            {
                "entrants": entrants("a", "b", "c", "d"),
                "marks": marks("r1", "style", sheets, "style"),
                "points": points("r1", "distance", {"a": 60, "b": "61.8", "c": 60, "d": 50})
                + points("r1", "wind", {"a": "-3.2", "b": "0", "c": "0.8", "d": "1"})
                + points("r2", "distance", {"a": 61, "b": 60, "c": "60.1"}),
            },
        )
    )
    assert table(found, "stage", "rank", "entrant", "total", "style", "promoted", "decided_by") == [
        ("r1", "1", "b", "113.3", "51.5", "yes", "shared"),
        ("r1", "1", "c", "113.3", "52.5", "yes", "shared"),
        ("r1", "3", "a", "111.8", "55", "", ""),
        ("r1", "4", "d", "96", "45", "", ""),
        ("r2", "1", "c", "173.4", "", "", ""),
        ("r2", "2", "b", "173.3", "", "", ""),
    ]


def test_a_tie_at_the_cut_lets_more_go_on() -> None:
    stage = {
        "code": "q",
        "promote": [{"best": 2, "to": "f", "reserves": 1, "cut_ties": "all"}],
        "part": [entered("p")],
    }
    final = {"code": "f", "part": [entered("z")]}
    tables = {
        "entrants": entrants("a", "b", "c", "d", "e"),
        "points": points("q", "p", {"a": 9, "b": 8, "c": 8, "d": 8, "e": 7}),
    }

    def promoted(cut: str) -> list[str]:
        stage["promote"][0]["cut_ties"] = cut
        return [
            line["promoted"] for line in lines(rank(contest(stage, final), tables)) if line["stage"] == "q"
        ]

    assert promoted("all") == ["yes", "yes", "yes", "yes", "reserve"]
    assert promoted("none") == ["yes", "reserve", "reserve", "reserve", ""]
    assert promoted("decision") == ["yes", "", "", "", ""]
    tables["decisions"] = [
        {"stage": "q", "entrant": code, "kind": "order", "value": place}
        for code, place in (("d", "1"), ("b", "2"), ("c", "3"))
    ]
    # The ranks stay shared: nothing but the cut is decided.
    assert promoted("decision") == ["yes", "reserve", "", "yes", ""]


def test_olympiad_medals_by_minimum_points_and_a_country_list() -> None:
    """Six problems of 7 points; medals go to all who reach the cut, however many."""
    stage = {
        "code": "imo", "part": [entered(f"p{at}", max=7) for at in range(1, 7)],
        "awards": [
            {"name": "gold", "minimum": 35}, {"name": "silver", "minimum": 29}, {"name": "bronze", "minimum": 22},
        ],
    }  # fmt: skip
    scores = {
        "a": "777777",
        "b": "775700",
        "c": "777770",
        "d": "700777",
        "e": "770700",
        "f": "000001",
        "g": "777707",
    }
    rows = [
        row for code, digits in scores.items() for at, digit in enumerate(digits, start=1)
        for row in points("imo", f"p{at}", {code: digit})
    ]  # fmt: skip
    found = lines(rank(contest(stage), {"entrants": entrants(*scores), "points": rows}))
    assert table(found, "rank", "entrant", "total", "award") == [
        ("1", "a", "42", "gold"),
        ("2", "c", "35", "gold"),
        ("2", "g", "35", "gold"),
        ("4", "d", "28", "bronze"),
        ("5", "b", "26", "bronze"),
        ("6", "e", "21", ""),
        ("7", "f", "1", ""),
    ]


def test_song_contest_ties_by_more_of_the_highest_marks() -> None:
    part = {
        "code": "jury",
        "method": "panel",
        "combine": {"by": "sum"},
        "criteria": [{"code": "vote", "max": 12}],
    }
    votes = {
        "n": {"ie": ("12",), "se": ("10",), "fr": ("2",)},
        "k": {"ie": ("8",), "se": ("12",), "no": ("4",)},
        "s": {"ie": ("10",), "no": ("12",), "fr": ("2",)},
        "x": {"se": ("8",), "fr": ("8",), "no": ("8",)},
        "z": {"ie": ("",)},
    }
    stage = {"code": "s", "ties": ["highest_marks"], "part": [part]}
    found = lines(
        rank(contest(stage), {"entrants": entrants(*votes), "marks": marks("s", "jury", votes, "vote")})
    )
    assert table(found, "rank", "entrant", "total", "decided_by") == [
        ("1", "n", "24", "highest_marks"),
        ("1", "s", "24", "highest_marks"),
        ("3", "k", "24", "highest_marks"),
        ("4", "x", "24", "highest_marks"),
        ("", "z", "", ""),
    ]


def test_co_winners_take_places_of_the_next_prize_and_a_first_prize_may_be_withheld() -> None:
    stage = {
        "code": "s", "part": [entered("p")],
        "awards": [{"name": "1st", "count": 1, "minimum": 9}, {"name": "2nd", "count": 1}, {"name": "3rd", "count": 2}],
    }  # fmt: skip

    def prizes(*scores: object) -> list[str]:
        codes = [f"e{at}" for at in range(len(scores))]
        tables = {
            "entrants": entrants(*codes),
            "points": points("s", "p", dict(zip(codes, scores, strict=True))),
        }
        return [line["award"] for line in lines(rank(contest(stage), tables))]

    assert prizes(9.5, 9, 8, 7, 6) == ["1st", "2nd", "3rd", "3rd", ""]
    assert prizes(9.5, 9.5, 8, 7, 6) == ["1st", "1st", "3rd", "3rd", ""]
    assert prizes(9.5, 8, 8, 7, 6) == ["1st", "2nd", "2nd", "3rd", ""]
    assert prizes(9.5, 9, 8, 8, 8) == ["1st", "2nd", "3rd", "3rd", "3rd"]
    assert prizes(8.5, 8, 7, 6) == ["2nd", "3rd", "3rd", ""]


def test_best_of_each_unit_then_the_best_of_the_rest() -> None:
    stage = {
        "code": "s", "rank_within": "unit", "part": [entered("p")],
        "promote": [{"best": 1, "to": "f"}, {"best": 1, "within": "contest", "to": "f", "reserves": 1}],
    }  # fmt: skip
    people = entrants("a", "b", "c", unit="u") + entrants("d", "e", unit="v")
    found = lines(
        rank(
            contest(stage, {"code": "f", "part": [entered("q")]}),
            {"entrants": people, "points": points("s", "p", {"a": 9, "b": 8, "c": 7, "d": 6, "e": 5})},
        )
    )
    assert table(found, "stage", "within", "rank", "entrant", "promoted")[:5] == [
        ("s", "u", "1", "a", "yes"),
        ("s", "u", "2", "b", "yes"),
        ("s", "u", "3", "c", "reserve"),
        ("s", "v", "1", "d", "yes"),
        ("s", "v", "2", "e", ""),
    ]
    assert [line["entrant"] for line in found if line["stage"] == "f"] == ["a", "b", "d"]


def test_waived_and_substituted_places() -> None:
    stage = {"code": "s", "part": [entered("p")], "promote": [{"best": 2, "to": "f", "reserves": 1}]}
    final = {"code": "f", "part": [entered("q")]}
    people = entrants("a", "b", "c", "d") + entrants("r", status="reserve")
    tables = {"entrants": people, "points": points("s", "p", {"a": 9, "b": 8, "c": 7, "d": 6})}

    def outcome(*decisions: tuple[str, str, str, str]) -> tuple[list[str], list[str]]:
        rows = [dict(zip(("stage", "entrant", "kind", "value"), row, strict=True)) for row in decisions]
        found = lines(rank(contest(stage, final), {**tables, "decisions": rows}))
        return (
            [line["promoted"] for line in found if line["stage"] == "s"],
            [line["entrant"] for line in found if line["stage"] == "f"],
        )

    assert outcome() == (["yes", "yes", "reserve", ""], ["a", "b"])
    assert outcome(("s", "b", "waive", "")) == (["yes", "", "yes", "reserve"], ["a", "c"])
    assert outcome(("f", "b", "waive", "")) == (["yes", "", "yes", "reserve"], ["a", "c"])
    assert outcome(("f", "c", "substitute", "b")) == (["yes", "", "yes", ""], ["a", "c"])
    assert outcome(("f", "b", "substitute", "c")) == (["yes", "", "yes", ""], ["a", "c"])
    assert outcome(("f", "r", "substitute", "a")) == (["", "yes", "reserve", ""], ["b", "r"])
    assert outcome(("s", "a", "withdraw", "")) == (["yes", "yes", "reserve", ""], ["b", "c"])


def test_guests_withdrawn_disqualified_and_absent_take_no_place() -> None:
    stage = {
        "code": "s", "part": [entered("p"), entered("q")], "awards": [{"name": "1st", "count": 1}],
        "promote": [{"best": 1, "to": "f"}],
    }  # fmt: skip
    people = [
        *entrants("g", status="guest"), *entrants("w", status="withdrawn"), *entrants("d"), *entrants("a"),
        *entrants("z"), *entrants("h", status="guest"),
    ]  # fmt: skip
    tables = {
        "entrants": people,
        "points": points("s", "p", {"g": 10, "w": 9, "d": 8, "a": 7}) + points("s", "q", {"a": ""}),
        "decisions": [{"stage": "s", "entrant": "d", "kind": "disqualify", "reason": "x"}],
    }
    standings = rank(contest(stage, {"code": "f", "part": [entered("r")]}), tables)[0]
    assert [
        (row.entrant, row.rank, row.status, row.total, row.award, row.promoted, row.missing)
        for row in standings.rows
    ] == [
        ("a", 1, "in", "7", "1st", "yes", ("q",)),
        ("g", None, "guest", "10", "", "", ("q",)),
        ("w", None, "withdrawn", "9", "", "", ("q",)),
        ("d", None, "disqualified", "8", "", "", ("q",)),
        ("h", None, "absent", "", "", "", ()),
        ("z", None, "absent", "", "", "", ()),
    ]


def test_a_penalty_takes_its_size_whatever_its_sign() -> None:
    stage = {"code": "s", "part": [entered("p", weight=2)]}
    tables = {
        "entrants": entrants("a", "b", "c"),
        "points": points("s", "p", {"a": 5, "b": 5, "c": 5}),
        "decisions": [
            {"stage": "s", "entrant": "a", "kind": "penalty", "value": "0,5"},
            {"stage": "s", "entrant": "b", "kind": "penalty", "value": "-0.5"},
            {"stage": "s", "entrant": "b", "kind": "penalty", "value": "1"},
            {"stage": "s", "entrant": "c", "kind": "penalty", "value": "0.5", "part": "p"},
        ],
    }
    found = lines(rank(contest(stage), tables))
    assert table(found, "entrant", "total", "p") == [("a", "9.5", "5"), ("c", "9", "4.5"), ("b", "8.5", "5")]


def test_an_overall_stage_without_parts_adds_what_is_carried() -> None:
    first = {"code": "a", "part": [entered("p")]}
    second = {"code": "b", "part": [entered("p")]}
    overall = {
        "code": "all",
        "total": "average",
        "carry": [{"stage": "a", "weight": 1}, {"stage": "b", "weight": 3}],
    }
    found = lines(
        rank(
            contest(first, second, overall),
            {
                "entrants": entrants("x", "y", "z"),
                "points": points("a", "p", {"x": 8, "y": 4}) + points("b", "p", {"y": 6}),
            },
        )
    )
    assert table(found, "stage", "rank", "entrant", "total") == [
        ("a", "1", "x", "8"), ("a", "2", "y", "4"), ("a", "", "z", ""),
        ("b", "1", "y", "6"),
        ("all", "1", "y", "5.5"), ("all", "2", "x", "2"),
    ]  # fmt: skip


def test_places_on_record_replace_the_computed_promotion() -> None:
    stage = {"code": "s", "part": [entered("p")], "promote": [{"best": 1, "to": "f"}]}
    tables = {
        "entrants": entrants("a", "b"),
        "points": points("s", "p", {"a": 9, "b": 8}) + points("f", "q", {"b": 1}),
        "places": [{"stage": "f", "entrant": "b"}],
    }
    found = lines(rank(contest(stage, {"code": "f", "part": [entered("q")]}), tables))
    assert table(found, "stage", "entrant", "rank", "promoted") == [
        ("s", "a", "1", "yes"),
        ("s", "b", "2", ""),
        ("f", "b", "1", ""),
    ]


def test_numbers_beyond_64_bits_stay_exact() -> None:
    huge, tiny = "900719925474099", "0.000000000001"
    stage = {"code": "s", "part": [entered("p", weight="0.333333333333"), entered("q")]}
    found = lines(
        rank(
            contest(stage),
            {
                "entrants": entrants("a", "b"),
                "points": points("s", "p", {"a": huge, "b": huge}) + points("s", "q", {"a": 0, "b": tiny}),
            },
        )
    )
    assert table(found, "rank", "entrant") == [("1", "b"), ("2", "a")]


def test_partial_points_of_a_quiz_may_be_thirds() -> None:
    stage = {"code": "s", "round": {"total": 2}, "part": [entered("p"), entered("q"), entered("r")]}
    rows = [
        *points("s", "p", {"a": "1/3", "b": "0.99"}),
        *points("s", "q", {"a": "1/3"}),
        *points("s", "r", {"a": "1/3"}),
    ]
    found = lines(rank(contest(stage), {"entrants": entrants("a", "b"), "points": rows}))
    assert table(found, "entrant", "total", "p") == [("a", "1.00", "0.333333"), ("b", "0.99", "0.99")]
