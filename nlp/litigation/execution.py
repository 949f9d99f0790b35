"""How far a decision was carried out."""

import re
from itertools import islice

from firmgraph.nlp.guards import GuardedText
from firmgraph.nlp.litigation.judgment import ExecutionState, Found
from firmgraph.nlp.litigation.rules import any_of, litigation_rules, pattern

MOST_MENTIONS = 200
"""Mentions of one state that are looked at."""
_AROUND = 100
"""Characters on each side of a mention in which something may take it back."""


def find_execution(normal: str) -> Found[ExecutionState] | None:
    """The state of enforcement: the first of the rules' order that the text states, at its first place.

    What is only supposed, threatened or denied (如未履行, 逾期不履行的, 未执行完毕) states nothing.
    """
    for rule in litigation_rules().execution_states:
        mentions = islice(any_of(rule.cues).finditer(normal), MOST_MENTIONS)
        said = next((found for found in mentions if _stated(normal, found)), None)
        if said:
            return Found(rule.state, *said.span())
    return None


def _stated(normal: str, mention: re.Match[str]) -> bool:
    first = max(mention.start() - _AROUND, 0)
    taken_back = litigation_rules().execution_not
    if pattern(taken_back.before).search(normal, first, mention.start()):
        return False
    if pattern(taken_back.after).match(normal, mention.end()):
        return False
    around = GuardedText(normal[first : mention.end() + _AROUND])
    guards = around.guards(mention.start() - first, mention.end() - first)
    return not guards & {"hypothetical", "question", "negated"}
