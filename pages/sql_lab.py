"""SQL lab: write a query, run it through the same door as everything else, look at it, keep it. ?query=7 opens a saved one."""

from datamind.access import Permission
from pages.parts.frame import boundary, require
from pages.parts.lab_page import show_lab

scope = require(Permission.RUN_SQL)

with boundary():
    show_lab(scope)
