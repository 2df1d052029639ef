"""Personal data of people in China: where it stands in a text, and how every output masks it."""
