"""Compiled loops of the match of a book; what they cannot tell for sure they doubt."""
