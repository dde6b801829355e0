"""The door to every database: text is checked against allow-lists and comes out as a ValidatedQuery, or is refused."""
