"""Alembic looks for this file; `store/versions.py` runs the migrations itself, on its own connection."""
