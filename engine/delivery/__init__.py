"""From the outbox into the world, at most once each: claim, freeze, write, fence, send, settle.

batch       the verb: claims what is due and gives it to a few couriers
freeze      fixes everything a message depends on, once
inputs      what was fixed, and the bytes that follow from it
colleagues  mails of the engine's own, for handoffs, tasks and notices
courier     one message on one line: offer, fence, last word, settle
couriers    all couriers of one engine, and how they end
crew        how couriers work beside each other
by_hand     what a person does to messages
outcomes    an answer becomes the next step, and what the lead's fold hears of it (pure)
pace        how fast a domain is mailed
"""
