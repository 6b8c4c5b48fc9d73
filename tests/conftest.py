from tests.cast import administrator, editor, reader

__all__ = ["administrator", "editor", "reader"]
