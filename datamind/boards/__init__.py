"""Boards: what is on them (`values`), how they are kept (`keeping`), what their filters mean (`filters`), whence their numbers
come (`results`). Below the use cases: no permission is asked here but whose board it is.
"""
