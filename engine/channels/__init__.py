"""The ways out: one file per channel, each with the same two steps, offer and commit, and the same answers.

results     Offered, Sent, TryLater, Refused, InDoubt, and what every channel promises
targets     reads the addresses of `notify`: `mailto:…`, `https:…`
mailbytes   a mail as bytes, by a pure function
smtp  webhook  memory
"""
