"""Risk of a firm: its events, their grade, vetoes, early warnings, what travels to it, and what changed."""
