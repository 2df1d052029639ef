"""The same through a running Excel, by xlwings."""
