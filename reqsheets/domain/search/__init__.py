"""Rows found by number, customer, words, people and days."""
