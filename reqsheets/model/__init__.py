"""The ground: plain data that everything else stands on; knows no file, no screen."""
