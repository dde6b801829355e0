"""SQL told in words: a query goes in, the steps that it takes come out, in the order in which it takes them.

`tell(sql, dialect)` is for the answer card, the SQL lab and the command line. Nothing is guessed: what has no words of its
own is quoted as SQL. To give a construct words: a line in `phrases.PHRASES` or `conditions.CONDITIONS`.
"""

from datamind.sql.telling.steps import Step, tell

__all__ = ["Step", "tell"]
