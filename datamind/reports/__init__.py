"""Reports at work: what is due is made once for everybody who sees the same, sent, and kept as it was sent.

`planning` makes a run of what is due, `rendering` the file of a run as somebody may see it, `comparing` the words on what has
changed, `sending` hands it over. Each run goes through the states due, rendering, sending and then done, partly or failed; each
step is claimed by a compare-and-set, so that of several schedulers one does it, and whoever dies leaves it to the next.
"""
