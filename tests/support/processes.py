"""Processes that tests have forked, to be waited for and killed."""

import os
import select
import signal
from dataclasses import dataclass


@dataclass
class Forked:
    """A process that a child of ours has forked, held by a descriptor: its number alone may become another's."""

    pid: int

    def __post_init__(self) -> None:
        try:
            self._handle = os.pidfd_open(self.pid)
        except ProcessLookupError:  # it is done already
            self._handle = -1

    def wait(self, seconds: float) -> bool:
        """Whether it has ended within so many seconds."""
        if self._handle >= 0 and select.select([self._handle], [], [], seconds)[0]:
            os.close(self._handle)
            self._handle = -1
        return self._handle < 0

    def send(self, number: int) -> bool:
        """Send it a signal; whether it was there to be sent one."""
        if self._handle < 0:
            return False
        try:
            signal.pidfd_send_signal(self._handle, number)
        except ProcessLookupError:
            return False
        return True
