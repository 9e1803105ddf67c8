"""Choices that any bytes make, one byte each, so that what a fuzzer changes is a choice."""


class Picks:
    """The choices of some bytes; after the last one, the first option is chosen."""

    def __init__(self, data):
        self._bytes = iter(data)

    def number(self, most):
        """A number from 0 to below ``most``."""
        return next(self._bytes, 0) % most

    def of(self, options):
        """One of the options."""
        return options[self.number(len(options))]

    def several(self, most, make):
        """What is made of each of some numbers from 0, at most so many."""
        return [make(number) for number in range(self.number(most + 1))]

    def rest(self):
        """The bytes that chose nothing yet."""
        return bytes(self._bytes)
