"""The register as the operations read it: columns by meaning, states, numbers, derived sheets."""
