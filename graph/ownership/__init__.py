"""Who owns and who controls a firm, at a moment, with what says so."""
