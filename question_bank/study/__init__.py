"""Studying before a contest: sets of a bank's questions that people practise with, each answer followed by its key."""
