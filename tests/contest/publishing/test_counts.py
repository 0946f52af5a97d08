"""The desk's bar of results."""

from __future__ import annotations

from flask import Flask

from contest.kernel import clock
from contest.publishing import counts, drafts, services
from tests.contest.publishing import rounds


def test_it_counts_the_lists_with_an_official_result(app: Flask) -> None:
    world = rounds.build()
    rounds.play(world)
    with clock.freeze(rounds.AFTER):
        for kind in ("provisional", "official"):
            (bar,) = counts.results(world.commune, clock.now())
            assert (bar.done, bar.total, bar.endpoint) == (0, 2, "publishing.results")
            shown = drafts.draft(world.commune, world.units["qt"], clock.now()).digest
            services.publish(world.commune, world.units["qt"], kind, shown=shown)  # type: ignore[arg-type]
        (bar,) = counts.results(world.commune, clock.now())
        assert (bar.done, bar.total) == (1, 2)
        (bar,) = counts.results(world.final, clock.now())
        assert (bar.done, bar.total) == (0, 1)


def test_a_rehearsal_has_no_such_bar(app: Flask) -> None:
    world = rounds.build(code="thu", rehearsal_of=rounds.build().contest)
    assert counts.results(world.commune, rounds.AFTER) == []
