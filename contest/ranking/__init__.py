"""From points to standings, ties, promotion, awards, titles."""
