"""What an alert tests. `detection/` finds what is out of line in a series."""
