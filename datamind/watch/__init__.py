"""Alerts at work."""
