"""Papers: what they show, their versions, and what comes back on them."""
