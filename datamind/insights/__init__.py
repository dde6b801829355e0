"""Words about a result, in which every number is computed here.

`compute_facts` finds the numbers, `write_insight` puts them into sentences (an analyst's, where they hold; else templates),
`verify_text` looks for numbers in free text that a result does not bear.
"""

from datamind.insights.facts import compute_facts
from datamind.insights.titles import write_title
from datamind.insights.verifying import verify_text
from datamind.insights.wording import write_insight

__all__ = ["compute_facts", "verify_text", "write_insight", "write_title"]
