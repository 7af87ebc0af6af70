"""Keeps replicas running: starts again what ended or hangs, and renews them in turn.

Nothing of Streamlit is imported here: what runs for months stays small, and a renewed
replica is of the program that lies on the disk by then.
"""

import asyncio
import logging
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

log = logging.getLogger(__name__)

_PROJECT = Path(__file__).resolve().parents[2]
# How long a replica that is to end lets runs and files under way take.
PATIENCE_SECONDS = 15.0
# Then it closes what is left; if it cannot even do that, it is killed.
_END_SECONDS = PATIENCE_SECONDS + 10
# To its first answer: imports, migrations, and a machine that has other work.
_START_SECONDS = 90.0
_LOOK_SECONDS = 0.2
# A replica that stays silent so often in a row is stuck.
_ASK_SECONDS, _ANSWER_SECONDS, _MOST_SILENCES = 5.0, 10.0, 3
# After an end that nobody asked for: at once, then 1 s, 2 s, 4 s, to half a minute.
_LONGEST_WAIT = 30.0


class Replica:
    """One process on a port of its own, and what is known of it."""

    def __init__(self, number: int, address: str, port: int) -> None:
        self.name = f"Replica {number} ({address}:{port})"
        self._address, self._port = address, port
        self._process: Process | None = None
        # One at a time: it is not started again while it is being renewed.
        self._turn = asyncio.Lock()

    async def start(self) -> bool:
        """Start it; returns whether it answers."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "dashboard.serving.replica"),
            *(self._address, str(self._port), str(PATIENCE_SECONDS)),
            cwd=_PROJECT,
            # Its end tells the replica that nobody watches over it any more.
            stdin=PIPE,
        )
        until = asyncio.get_running_loop().time() + _START_SECONDS
        while asyncio.get_running_loop().time() < until:
            if self._process.returncode is not None:
                break
            # It listens only once it is ready.
            if await self._answers():
                log.info("%s answers, process %s.", self.name, self._process.pid)
                return True
            await asyncio.sleep(_LOOK_SECONDS)
        log.error("%s did not start. What it wrote stands above.", self.name)
        return False

    async def end(self) -> None:
        """Let it finish what was begun; kill it if it does not end."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), _END_SECONDS)
        except TimeoutError:
            log.warning("%s did not end and is killed.", self.name)
            await self._kill(process)

    async def renew(self) -> bool:
        """End it and start it anew; returns whether it answers."""
        async with self._turn:
            await self.end()
            return await self.start()

    async def keep(self) -> None:
        """Start it again whenever it has ended or hangs; never returns."""
        wait, silences = 0.0, 0
        asked_at = asyncio.get_running_loop().time()
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            async with self._turn:
                process = self._process
                has_ended = process is None or process.returncode is not None
                now = asyncio.get_running_loop().time()
                if process and not has_ended and now - asked_at >= _ASK_SECONDS:
                    silences = 0 if await self._answers() else silences + 1
                    asked_at = now
                    wait = 0.0 if silences == 0 else wait
                    if silences == _MOST_SILENCES:
                        log.warning("%s does not answer and is killed.", self.name)
                        await self._kill(process)
                        has_ended = True
                if has_ended:
                    log.warning("%s has ended; it starts again.", self.name)
                    await asyncio.sleep(wait)
                    wait = min(max(1.0, 2 * wait), _LONGEST_WAIT)
                    silences, asked_at = 0, now
                    await self.start()

    async def _kill(self, process: Process) -> None:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()

    async def _answers(self) -> bool:
        """Whether it says anything; what is published, if anything, is no matter."""
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                reader, writer = await asyncio.open_connection(
                    self._address, self._port
                )
                try:
                    writer.write(b"GET /healthz HTTP/1.0\r\n\r\n")
                    await writer.drain()
                    return (await reader.readline()).startswith(b"HTTP/")
                finally:
                    writer.close()
        except (OSError, TimeoutError):
            return False


async def supervise(address: str, ports: Sequence[int]) -> None:
    """Run a replica on each port until SIGTERM; SIGHUP renews them in turn."""
    ending, renewal = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ending.set)
    loop.add_signal_handler(signal.SIGHUP, renewal.set)
    replicas = [
        Replica(number, address, port) for number, port in enumerate(ports, start=1)
    ]
    work = asyncio.create_task(_run(replicas, renewal))
    told = asyncio.create_task(ending.wait())
    await asyncio.wait((work, told), return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work
    log.info("Ending: what was begun is finished first.")
    await asyncio.gather(*(replica.end() for replica in replicas))


async def _run(replicas: Sequence[Replica], renewal: asyncio.Event) -> None:
    await asyncio.gather(*(replica.start() for replica in replicas))
    log.info("%s replicas run. SIGHUP renews them one by one.", len(replicas))
    await asyncio.gather(
        _renew(replicas, renewal), *(replica.keep() for replica in replicas)
    )


async def _renew(replicas: Sequence[Replica], renewal: asyncio.Event) -> None:
    """Whenever it is asked for, in turn; the next only if the last answers."""
    while True:
        await renewal.wait()
        renewal.clear()
        for replica in replicas:
            if not await replica.renew():
                log.error("The other replicas are left as they are.")
                break
        else:
            log.info("All replicas are renewed.")
