"""Claude as an analyst, with a key: it drafts SQL and words; it never sees a row and never touches a database.

In: `ClaudeOptions.from_settings(settings)`. Out: a `ClaudeAnalyst`. The package `anthropic` is imported on the first call.
What is told is in `prompts/` (text files with versions) and `brief.py`; how replies are read is in `replies.py`.
"""

from datamind.analysts.claude.abilities import check_models
from datamind.analysts.claude.analyst import ClaudeAnalyst
from datamind.analysts.claude.brief import Brief, write_brief
from datamind.analysts.claude.client import Call, Desk
from datamind.analysts.claude.options import ClaudeOptions

__all__ = ["Brief", "Call", "ClaudeAnalyst", "ClaudeOptions", "Desk", "check_models", "write_brief"]
