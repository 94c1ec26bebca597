"""The store: answers kept in memory, by canonical request, as long as the data is what they are of."""

import threading
from collections.abc import Callable

from baliportal.entry.answers import Answer
from baliportal.entry.revisions import State

MEMORY = 32 << 20  # bytes of all answers together
FREE_TEXT = MEMORY // 8  # of those to addresses that can be anything


class Store:
    """Answers by canonical request; those of an older state are never given, and go first.

    `let_go` is called with each answer that goes.
    """

    def __init__(
        self,
        memory: int = MEMORY,
        free_text: int = FREE_TEXT,
        let_go: Callable[[Answer], object] = lambda answer: None,
    ) -> None:
        self.memory, self.free_text, self.let_go = memory, free_text, let_go
        self.answers: dict[str, Answer] = {}
        self.lock = threading.Lock()
        self.clock = 0

    def get(self, key: str, state: State) -> Answer | None:
        """Return the answer to `key` that is of this `state` of the data, or of none."""
        answer = self.answers.get(key)
        if answer and answer.state in (state, None):
            answer.last = self.clock
            return answer
        return None

    def put(self, key: str, answer: Answer) -> None:
        """Keep `answer` for `key`, and let go what was least asked for lately where there is no room."""
        with self.lock:
            self.clock += 1
            answer.last = self.clock
            before = self.answers.get(key)
            if before is not None and before is not answer:
                self.remove(key)
            self.answers[key] = answer
            for every, most in ((False, self.free_text), (True, self.memory)):
                self.make_room(answer, most, every=every)

    def make_room(self, new: Answer, most: int, *, every: bool) -> None:
        """Let go answers until those that count are of `most` bytes together.

        All count, or without `every` those of free text. First go those of another state than the
        `new` one's, then those least lately asked for.
        """
        counted = [item for item in self.answers.items() if every or item[1].free_text]
        size = sum(answer.size for _, answer in counted)
        if size <= most:
            return

        def order(item: tuple[str, Answer]) -> tuple[bool, int]:
            return item[1].state in (new.state, None), item[1].last

        for key, answer in sorted(counted, key=order):
            if size <= most:
                break
            size -= answer.size
            self.remove(key)

    def drop(self, key: str, answer: Answer) -> None:
        """Let go `answer`, where it is still the one to `key`."""
        with self.lock:
            if self.answers.get(key) is answer:
                self.remove(key)

    def remove(self, key: str) -> None:
        """Let go the answer to `key`; the caller holds the lock."""
        answer = self.answers.pop(key)
        answer.gone = True
        self.let_go(answer)
