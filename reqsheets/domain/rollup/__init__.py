"""Figures over the requirements of many workbooks."""
