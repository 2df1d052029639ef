"""Plans that are made of frames alone, a folder a subject."""
