"""Operations, one folder a subject."""
