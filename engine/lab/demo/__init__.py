"""A generated population before the real engine: 500 people, 90 days, a real database, real SMTP, a virtual clock.

people      who they are and how they behave: one small declared model (pure)
mailbox     a real SMTP server that keeps what it is sent
play        the loop: what people do goes in by the doors, what the engine sends goes out by SMTP
figures     what came of it, in numbers that two plays can be compared by
highlights  what to show of it: one lead's story in six lines, one mail that was kept back
"""
