"""The offline analyst: questions by rules, catalog in hand, no key, no network, no cost.

A question passes lexing and linking (`datamind.linking`), then tagging, reading (patterns), binding (frames) and rendering;
`judging` decides between answering, asking back and refusing. Each step is a pure function of the one before.
"""

from datamind.analysts.offline.analyst import OfflineAnalyst
from datamind.analysts.offline.examples import example_questions
from datamind.analysts.offline.follow_ons import drill_downs, follow_ons

__all__ = ["OfflineAnalyst", "drill_downs", "example_questions", "follow_ons"]
