"""Alerts at work: `checking` runs what is due and judges it, `recording` keeps what came of it, `delivering` tells the news.

`timetable` says when, `observing` makes of rows what a condition judges, `belonging` knows whose an alert is. No permission is
asked here: services do that.
"""
