"""Who owes what, by when, and what to tell whom: declarations, what is owed at a moment, stages, digests."""
