"""Terms, clocks and duties: when each started, when it is over, what is late."""
