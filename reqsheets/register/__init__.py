"""The register as the operations read it: columns by meaning, states, due dates, repeats, comparison."""
