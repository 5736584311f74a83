"""The rules, pure: a program compiled from the files, and the fold that decides what happens to a lead.

`decide` is the story; read that screen first. Nothing here knows a clock, dice, a database or a network.
"""
