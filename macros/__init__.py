"""The ribbon's XML and VBA modules as text, found inside an installed package through importlib.resources."""
