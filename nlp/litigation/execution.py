"""How far a decision was carried out."""

from firmgraph.nlp.guards import GuardedText
from firmgraph.nlp.litigation.judgment import ExecutionState, Found
from firmgraph.nlp.litigation.rules import any_of, litigation_rules, pattern

_BEFORE = 40


def find_execution(normal: str) -> Found[ExecutionState] | None:
    """The state of enforcement: the first of the rules' order that the text states, at its first place.

    What is only supposed, threatened or denied (如未履行, 逾期不履行的, 未执行完毕) states nothing.
    """
    guarded = GuardedText(normal)
    for rule in litigation_rules().execution_states:
        for found in any_of(rule.cues).finditer(normal):
            if _stated(normal, guarded, *found.span()):
                return Found(rule.state, *found.span())
    return None


def _stated(normal: str, guarded: GuardedText, start: int, end: int) -> bool:
    before = normal[max(start - _BEFORE, 0) : start]
    if pattern(litigation_rules().execution_not).search(before):
        return False
    return not guarded.guards(start, end) & {"hypothetical", "question", "negated"}
