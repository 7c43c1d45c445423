"""Sound for tests: a microphone that is a PulseAudio null sink, and speech by eSpeak NG.

The desk is a child process and takes its sound server from the environment: put
`VirtualMicrophone.environment` into the test's environment before it starts a desk.
"""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.needs import need_program, need_sound_library


def wait_until(condition: Callable[[], object], seconds: float, what: str) -> None:
    """Wait for a condition, looking at it twenty times a second; fail with `what` was awaited."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"after {seconds:.0f} seconds still waiting for {what}")
        time.sleep(0.05)


def speak(text: str, path: Path, words_per_minute: int = 150, voice: str = "en-us") -> Path:
    """Speech as a WAV file of 22,050 Hz, by eSpeak NG."""
    program = need_program("espeak-ng", "espeak-ng")
    command = [program, "-v", voice, "-s", str(words_per_minute), "-w", str(path), text]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=30)
    return path


class VirtualMicrophone:
    """A sound server of the test's own, with one sink whose monitor is the default microphone.

    With `hears_itself` it is also the default loudspeaker: what Viva says comes into its own microphone.
    """

    def __init__(self, folder: Path, hears_itself: bool) -> None:
        self._folder = folder
        self.environment = {
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_SERVER": f"unix:{folder}/native",
            "PULSE_COOKIE": str(folder / "cookie"),
            "HOME": str(folder),
        }
        """What a process needs in its environment to find this sound server and no other."""
        script = folder / "pulse.pa"
        script.write_text(
            "load-module module-null-sink sink_name=vmic rate=48000 channels=1\n"
            "load-module module-null-sink sink_name=speaker rate=48000 channels=2\n"
            f"load-module module-native-protocol-unix auth-anonymous=1 socket={folder}/native\n"
            f"set-default-sink {'vmic' if hears_itself else 'speaker'}\n"
            "set-default-source vmic.monitor\n"
        )
        command = [need_program("pulseaudio", "pulseaudio"), "-n", "-F", str(script)]
        command += ["--daemonize=no", "--exit-idle-time=-1", "--disallow-exit", "--use-pid-file=no"]
        self._paplay = need_program("paplay", "pulseaudio-utils")
        self._server = subprocess.Popen(
            command, env=self._env(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until(self._answers, 10, "the sound server")

    def _env(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin:/usr/local/bin", **self.environment}

    def _answers(self) -> bool:
        pactl = [need_program("pactl", "pulseaudio-utils"), "info"]
        return subprocess.run(pactl, env=self._env(), capture_output=True, timeout=10).returncode == 0

    def play(self, path: Path) -> None:
        """Say a sound file into the microphone, at the speed of speech; returns at its end."""
        command = [self._paplay, "-d", "vmic", str(path)]
        subprocess.run(command, env=self._env(), check=True, timeout=60)

    def kill(self) -> None:
        """End the sound server, as when a microphone is unplugged."""
        self._server.kill()
        self._server.wait(10)


@contextmanager
def virtual_microphone(hears_itself: bool = False) -> Iterator[VirtualMicrophone]:
    """A virtual microphone for the length of a test; skips where PulseAudio or PortAudio is missing."""
    need_sound_library()
    folder = Path(tempfile.mkdtemp(prefix="viva-sound-"))  # short, for a socket's path has 107 bytes at most
    microphone: VirtualMicrophone | None = None
    try:
        microphone = VirtualMicrophone(folder, hears_itself)
        yield microphone
    finally:
        if microphone is not None:
            microphone.kill()
        shutil.rmtree(folder, ignore_errors=True)
