"""Court documents read into court, case, parties, amounts, result and enforcement, each with its place in the text."""
