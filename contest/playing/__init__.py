"""Timed quizzes: papers, attempts, answers, the marking of answers."""
