"""Plays a whole contest with made-up people through the real HTTP interface. It knows pages, not tables."""
