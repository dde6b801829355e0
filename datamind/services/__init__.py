"""Use cases, one file a page's noun: what people (and jobs, on the same path) can do.

In: a `Scope` first, then plain values and ids. Out: frozen values. Every public function carries `@use_case(Permission.…)`.
To add one: a function in its noun's file; a new noun: a new file.
"""
