"""A register of an earlier template brought to today's."""
