"""Lessons: what one is, reading and refusing it, measuring what it promises, writing it."""
