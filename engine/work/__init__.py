"""One transaction per verb: from the inbox and the moments that are due to decisions on disk.

batch       the verb: gather -> fold -> commit
gather      what is there to decide, read from one snapshot
fold        one subject through its causes, in their order
rows        an effect becomes rows: the one place that knows which
programs    every deployed program, compiled once
"""
