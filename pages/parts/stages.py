"""The stages of an answer on their way, each with the time at which it was reached.

The events of the spine are its values; `STEPS` says which value ends which step. To show another stage: a line there.
"""

from __future__ import annotations

from datamind.types import (
    Answer,
    ChartSpec,
    Clarification,
    Insight,
    Refusal,
    Rejection,
    ResultSet,
    SchemaContext,
    SqlDraft,
    Stage,
    ValidatedQuery,
)
from pages.parts.plain import plain

# (what ends the step, while it is under way, once it is done)
STEPS: tuple[tuple[tuple[type, ...], str, str], ...] = (
    ((SchemaContext,), "Understanding the question", "Understood the question"),
    ((SqlDraft, Clarification, Refusal), "Writing the SQL", "Wrote the SQL"),
    ((ValidatedQuery,), "Checking the SQL", "Checked the SQL"),
    ((ResultSet,), "Running it in the database", "Ran it in the database"),
    ((Insight, ChartSpec, Answer), "Finding the words and the picture", "Found the words"),
)


def write_stages(stages: tuple[tuple[Stage, float], ...], elapsed_s: float) -> str:
    """All steps as Markdown lines: done with their times, the one under way shimmering, the ones to come in grey."""
    reached, notes = _reach(stages)
    lines = [f":red[:material/build:] {note}" for note in notes]
    for position, (_, doing, done) in enumerate(STEPS):
        if position in reached:
            lines.append(f":green[:material/check_circle:] {done} :gray[:small[{reached[position]:.2f} s]]")
        elif position == len(reached):
            lines.append(f":blue[:material/pending:] :shimmer[{doing} …] :gray[:small[{elapsed_s:.0f} s]]")
        else:
            lines.append(f":gray[:material/circle: {doing}]")
    return "  \n".join(lines)


def _reach(stages: tuple[tuple[Stage, float], ...]) -> tuple[dict[int, float], list[str]]:
    """When each step was done; a rejected draft takes the steps from the SQL on back."""
    reached: dict[int, float] = {}
    notes: list[str] = []
    for stage, at_s in stages:
        if isinstance(stage, Rejection):
            reached = {position: at for position, at in reached.items() if position == 0}
            notes.append(f"Writing it anew: {plain(stage.reason, 200)}")
        for position, (types, _, _) in enumerate(STEPS):
            if isinstance(stage, types):
                reached[position] = at_s
    return reached, notes
