"""Relations between companies read from text, each with the places of both names and of the words that say so."""

from firmgraph.nlp.relations.parties import Party
from firmgraph.nlp.relations.reading import TextRelation, relations_in

__all__ = ["Party", "TextRelation", "relations_in"]
