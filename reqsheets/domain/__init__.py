"""What a register needs, cut by subject; every operation is a pure function of spec, frames and day to a plan."""
