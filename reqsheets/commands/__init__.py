"""The commands, by subject; each calls its twin in `reqsheets.library` and prints what comes back."""
