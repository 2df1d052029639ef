"""The built workbooks for people without Python, found inside an installed package through importlib.resources."""
