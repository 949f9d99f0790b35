"""The match of a whole book at once: the same answers as one by one, from columns of whole numbers."""
