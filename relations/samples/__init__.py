"""Plainly invented records, and what each component of the public pages is shown with in the staff's gallery."""
