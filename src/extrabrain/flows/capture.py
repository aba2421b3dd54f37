"""This computer's microphone into a session that is being spoken: frame by frame, until either ends."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extrabrain.core.event import Noticed
from extrabrain.flows.speak import Speaking

if TYPE_CHECKING:
    from extrabrain.sound.capture_device import Microphone

GONE = Noticed(
    "The microphone went away.",
    "Plug it in again and start a new attempt. What was heard so far is kept.",
)


async def capture(speaking: Speaking, microphone: "Microphone") -> None:
    """Feeds what an open microphone hears; where it goes away, the session is told so and ends."""
    from extrabrain.sound.loudness import level_of

    speaking.claim(microphone)
    speaking.own_microphone = True
    frames: Iterator[bytes] = iter(microphone)
    while not speaking.stopped and (frame := await asyncio.to_thread(next, frames, None)) is not None:
        speaking.level = level_of(frame)
        await speaking.feed(speaking.frames, frame)
    speaking.level = 0.0
    if microphone.lost and not speaking.stopped:
        await speaking.tell(GONE)
        speaking.stop("lost")
