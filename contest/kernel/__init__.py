"""The ground floor: what every room uses. It imports nothing of ours."""
