"""Running every night on any machine: what is to be installed, the run itself, and whether the last one was well."""
