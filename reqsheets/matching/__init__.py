"""Record linkage on texts: normalising, blocking, comparing, match weights, clusters; knows no workbook."""
