"""Answers as a reader sees them in a terminal."""
