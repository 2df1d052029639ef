"""The work calendar of a year, as a public notice tells it."""
