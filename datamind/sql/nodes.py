"""Which kinds of syntax a query may be made of: an allow-list of sqlglot's node types.

A node type that is missing is refused, and with it INTO, locks, commands, user variables and whatever a later sqlglot learns
to parse. To allow one: its class name here, under its theme, and a good line for it in tests/sql/cases.
"""

from __future__ import annotations

from sqlglot import exp

ROOTS: tuple[type[exp.Expr], ...] = (exp.Select, exp.SetOperation, exp.Values, exp.Subquery)
"""What a whole query may be; DuckDB has also its PIVOT and UNPIVOT statements."""

_PLAIN = """
Select Subquery Union Except Intersect Values CTE With RecursiveWithSearch From Join Lateral Where Group Having HavingMax Qualify
Order Ordered Limit LimitOptions Fetch Offset Distinct Window WindowSpec Cube Rollup GroupingSets Table TableAlias TableColumn
TableFromRows TableSample Pivot PivotAlias PivotAny UnpivotColumns IndexTableHint Identifier Column Star Dot Alias Aliases Tuple
Paren Literal Boolean Null Var Kwarg PropertyEQ Placeholder
HexString BitString ByteString RawString National Heredoc Introducer CharacterSet
Interval IntervalSpan DataType DataTypeParam PseudoType ColumnDef ObjectIdentifier
Add Sub Mul Div IntDiv Mod Neg Not BitwiseAnd BitwiseOr BitwiseXor BitwiseNot BitwiseLeftShift BitwiseRightShift DPipe
EQ NEQ LT LTE GT GTE Is NullSafeEQ NullSafeNEQ In Between Like ILike SimilarTo Escape Glob Match Any All
Distance Overlaps Adjacent ExtendsLeft ExtendsRight Operator AtTimeZone FromTimeZone
Bracket Slice Lambda Comprehension Variadic Filter WithinGroup IgnoreNulls RespectNulls OverflowTruncateBehavior
JSON JSONColumnDef JSONExtractQuote JSONKeyValue JSONPath JSONPathFilter JSONPathKey JSONPathPart JSONPathRecursive JSONPathRoot
JSONPathScript JSONPathSelector JSONPathSlice JSONPathSubscript JSONPathUnion JSONPathWildcard JSONSchema JSONValue FormatJson
OnCondition XMLNamespace XMLKeyValueOption PositionalColumn ColumnPrefix Unary Schema Partition UnicodeString
"""

ALLOWED: frozenset[str] = frozenset(_PLAIN.split()) - {"Placeholder"}

TELLING = frozenset(("Describe", "Summarize"))
"""Which DuckDB also takes as a relation: FROM (DESCRIBE sale)."""

_REFUSED = """
NextValueFor ReadCSV ReadParquet Predict MLForecast MLTranslate FeaturesAtTime GenerateEmbedding VectorSearch AIAgg
AISummarizeAgg AIClassify AIEmbed AISimilarity AIGenerate OpenJSON ParameterizedAgg
"""
REFUSED_FUNCTIONS: frozenset[str] = frozenset(_REFUSED.split())
"""Function nodes that do not come from `name(…)` in the text, so that the list of names alone would not see them."""

WORDS: dict[str, tuple[str, str | None]] = {
    "Into": ("SELECT … INTO writes", "Leave the INTO out; the result can be exported."),
    "Lock": ("FOR UPDATE and FOR SHARE lock rows", "Leave the lock out."),
    "Parameter": ("variables and parameters", "Write the value itself."),
    "SessionParameter": ("server variables (@@…)", None),
    "Placeholder": ("placeholders (?, :name)", "Write the value itself."),
    "Hint": ("optimizer hints", "Leave the hint out."),
    "Insert": ("INSERT", "Only queries that read are allowed."),
    "Update": ("UPDATE", "Only queries that read are allowed."),
    "Delete": ("DELETE", "Only queries that read are allowed."),
    "Merge": ("MERGE", "Only queries that read are allowed."),
    "Returning": ("RETURNING", "Only queries that read are allowed."),
}
"""How a refused node type is called in a sentence, and what to do instead."""
