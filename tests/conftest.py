from tests.cast import administrator, colleague, editor, publisher, reader

__all__ = ["administrator", "colleague", "editor", "publisher", "reader"]
