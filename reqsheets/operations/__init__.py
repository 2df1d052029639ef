"""The verbs: each a pure function of spec, frames and day to a plan; none knows another."""
