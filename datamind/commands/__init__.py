"""What `python -m datamind` can do. One file a command, with NAME, add_arguments(parser) and run(arguments) -> exit code.

To add a command: a file here and a line in COMMANDS. Only the command that is asked for is imported.
"""

from __future__ import annotations

COMMANDS: dict[str, tuple[str, str]] = {
    "start": ("start", "the app and its scheduler together; prints the address to open"),
    "ask": ("ask", "a question in plain language; prints the answer and its proof"),
    "sql": ("sql", "a reading statement, through the same door as everything else"),
    "check-sql": ("check_sql", "says of each statement whether it may run"),
    "context": ("context", "what a model would be told for a question"),
    "eval": ("eval", "answers a file of questions and writes predictions"),
    "glossary": ("glossary", "the words of a connection as YAML, out and in"),
    "import": ("import_files", "reads messy files as tables"),
    "chart": ("chart", "chooses a chart for results"),
    "anomalies": ("anomalies", "finds what is out of line in series"),
    "verify-text": ("verify_text", "finds numbers in a text that a result does not bear"),
    "demo": ("demo", "makes the store, an owner and the sample shop"),
    "rules": ("rules", "which rows and columns of a connection people see"),
    "users": ("users", "the people, and the attributes that rules refer to"),
    "audit": ("audit", "checks that the audit log is as it was written"),
    "backup": ("backup", "writes the store and the uploaded files into a folder"),
    "restore": ("restore", "fills an empty store from a backup, on SQLite or Postgres"),
    "rotate-keys": ("rotate_keys", "seals every stored secret anew under the newest key"),
    "migrate": ("migrate", "brings the store to this version"),
    "doctor": ("doctor", "checks everything and says what to do"),
}
"""The command, its module in this folder, and what it is for."""
