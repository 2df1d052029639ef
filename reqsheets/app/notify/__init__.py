"""Telling people what they owe: the ledger of what was told, channels, digests and pages."""
