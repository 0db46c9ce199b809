"""What becomes of a worry: one safeguarding lead says that it is over, another one agrees, or it stays open. Pure."""

from coproduce.core.refusal import Refusal

#: Longest words, of the worry and of what was done about it.
LONGEST = 4000

OPEN, CLOSING, CLOSED = "open", "closing", "closed"

IT_IS_CLOSED = Refusal("IT_IS_CLOSED", "It is closed. Write a new one, if something worries you again.", "concern")


def may_say_it_is_over(state: str) -> Refusal | None:
    """None when somebody may say that it is over, else why not.

    >>> may_say_it_is_over(OPEN) is None, may_say_it_is_over(CLOSING).code, may_say_it_is_over(CLOSED).code
    (True, 'WAITS_FOR_ANOTHER', 'IT_IS_CLOSED')
    """
    if state == CLOSED:
        return IT_IS_CLOSED
    if state == CLOSING:
        return Refusal("WAITS_FOR_ANOTHER", "Somebody said so already. It waits for another to agree.", "concern")
    return None


def may_agree_it_is_over(state: str, said_by: int | None, by: int | None) -> Refusal | None:
    """None when `by` may agree with whoever said that it is over, else why not: nobody agrees with themselves.

    >>> may_agree_it_is_over(CLOSING, 1, 2) is None, may_agree_it_is_over(CLOSING, 1, 1).code
    (True, 'TAKES_TWO')
    >>> may_agree_it_is_over(OPEN, None, 2).code
    'NOBODY_SAID_SO'
    """
    if state == CLOSED:
        return IT_IS_CLOSED
    if state != CLOSING:
        return Refusal("NOBODY_SAID_SO", "First somebody says why it is over; then another one agrees.", "concern")
    if by is None or by == said_by:
        return Refusal("TAKES_TWO", "You said that it is over. It takes another safeguarding lead to agree.", "concern")
    return None


def may_stay_open(state: str) -> Refusal | None:
    """None when it can be said that it is not over yet: while it waits for a second one.

    >>> may_stay_open(CLOSING) is None, may_stay_open(OPEN).code
    (True, 'NOBODY_SAID_SO')
    """
    if state == CLOSED:
        return IT_IS_CLOSED
    return None if state == CLOSING else Refusal("NOBODY_SAID_SO", "It is open as it is.", "concern")
