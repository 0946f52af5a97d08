"""The addresses of static files."""

from __future__ import annotations

from flask import Flask

from contest.kernel.assets import asset, modules, static


def test_every_module_comes_under_the_address_of_its_content(app: Flask) -> None:
    with app.test_request_context():
        found = modules("js/playing")["imports"]
        names = {path.name for path in (static() / "js" / "playing").glob("*.js")}
        assert {address.rpartition("/")[2] for address in found} == names
        assert found["/static/js/playing/log.js"] == asset("js/playing/log.js")
    assert found["/static/js/playing/log.js"].startswith("/static/js/playing/log.js?v=")
