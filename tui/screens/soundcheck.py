"""The sound check: what listens and speaks and why, and whether it works, before the first question."""

import threading
from pathlib import Path

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, Label, ProgressBar, Select, Static

from models.choices import MAX_RATE, MIN_RATE, Refused
from models.means import arrange_desk, open_desk
from models.records.paths import FolderError, private_folder
from models.records.settings import SettingsError
from models.speech import protocol as p
from models.speech.catalogue import DEFAULT_MODEL, CatalogueError
from models.speech.client import DeskClient, list_devices
from models.speech.fetch import get
from questions.untrusted import clean
from tui.base import VivaBase
from tui.choosing import choices_of
from tui.widgets.footer import Footer
from tui.widgets.meter import CLIPPING, Meter

SENTENCE = "A blueprint groups routes, and the application factory registers it."
"""What is read aloud: plain words and terms."""
STEP = 10
"""Words a minute by which a key changes the voice's rate."""
QUIET, NOISY = -50.0, -35.0
"""dBFS: speech that never gets over the first is too quiet; a pause that stays over the second is noise."""


class Cancelled(Exception):
    """The screen was left while a model was being fetched."""


class SoundCheckScreen(Screen[None]):
    """Tries the ear and the voice with a desk of its own."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = ""
    HELP = "Read the sentence aloud and see it come. Nothing that you say here is kept."
    BINDINGS = [
        Binding("escape,q,enter", "leave", "back", key_display="q", tooltip="Back to the lobby"),
        Binding("v", "voice", "hear the voice", tooltip="Let the voice say a sentence"),
        Binding("plus,equals_sign", "rate(1)", "faster", key_display="+", tooltip="A faster voice"),
        Binding("minus", "rate(-1)", "slower", key_display="-", tooltip="A slower voice"),
        Binding("a", "again", "listen anew", tooltip="Forget what was heard, and listen again"),
        Binding("f", "fetch", "fetch the better model", tooltip="Fetch Vosk's small English model, 40 MB"),
        Binding("question_mark,f1", "app.help", "help", key_display="?"),
    ]

    class Came(Message):
        """A line of the desk's; `desk` tells an old desk's lines from the present one's."""

        def __init__(self, desk: int, line: p.FromDesk) -> None:
            self.desk = desk
            self.line = line
            super().__init__()

    class Found(Message):
        """The devices were listed."""

        def __init__(self, devices: p.Devices) -> None:
            self.devices = devices
            super().__init__()

    class Fetched(Message):
        """How a fetch goes on, or how it ended."""

        def __init__(self, came: int, total: int, end: str = "") -> None:
            self.came = came
            self.total = total
            self.end = end
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            """Only the latest progress counts; an end is never replaced."""
            return isinstance(message, SoundCheckScreen.Fetched) and not message.end

    _viva = getters.app(VivaBase)

    def __init__(self) -> None:
        super().__init__()
        self._desk: DeskClient | None = None
        self._number = 0
        self._turn = 0
        self._said = 0
        self._engine = ""
        self._loudest = -120.0
        self._softest = 0.0
        self._peak = -120.0
        self._finals: list[str] = []
        self._fetching: threading.Event | None = None
        """Cancels the fetch under way."""

    def compose(self) -> ComposeResult:
        """What listens, what speaks, and a sentence to try both with."""
        yield Static(Content.assemble(("Viva   Sound check", "bold")), id="title")
        with VerticalScroll(id="check", can_focus=False):
            with Grid(id="devices"):
                yield Label("Microphone")
                yield Select[str](
                    [("The system's own", "")], id="device", value="", allow_blank=False, compact=True
                )
                yield Label("Listens")
                yield Static("…", id="listens")
                yield Label("Speaks")
                yield Static("…", id="speaks")
            with Horizontal(id="level"):
                yield Meter(24, id="meter")
                yield Static("", id="verdict")
            yield Static(Content.styled("Read this aloud:", "dim"), id="read")
            yield Static(Content.styled(SENTENCE, "bold"), id="sentence")
            yield Static("", id="heard")
            yield Static("", id="advice")
            with Horizontal(id="fetching"):
                yield ProgressBar(show_eta=False, id="progress")
                yield Button("Cancel", id="cancel", compact=True)
        yield Footer()

    def on_mount(self) -> None:
        """Open a desk, and list the devices beside it."""
        self.query_one("#fetching").display = False
        if not self._viva.settings.headphones_advised:
            self._put("advice", "Headphones help: the voice then never gets into the microphone.")
            self._viva.keep(headphones_advised=True)
        self.list_devices()
        self._open()

    def on_unmount(self) -> None:
        """Close the desk, and stop a fetch."""
        if self._fetching is not None:
            self._fetching.set()
        self._close()

    @work(thread=True, exit_on_error=False, group="devices", description="list the devices")
    def list_devices(self) -> None:
        """Ask for the devices, in a process of its own."""
        self.post_message(self.Found(list_devices()))

    def _open(self) -> None:
        self._close()
        try:
            options, ear = arrange_desk(choices_of(self._viva.settings), self._viva.places)
        except (Refused, FolderError, SettingsError) as error:
            self._put("listens", str(error))
            return
        self._put("listens", ear)
        self._engine = options.recogniser if options else "none"
        if options is None:
            return
        self._number += 1
        number = self._number
        private_folder(self._viva.places.state)

        def deliver(line: p.FromDesk) -> None:
            self.post_message(self.Came(number, line))

        self._desk = open_desk(options, deliver)
        self._desk.start()
        self._listen()
        self.refresh_bindings()

    def _close(self) -> None:
        desk, self._desk = self._desk, None
        if desk is not None:
            desk.close()

    def _listen(self) -> None:
        self._loudest, self._softest, self._peak, self._finals = -120.0, 0.0, -120.0, []
        self._put("heard", "")
        self._put("verdict", "opening the microphone …")
        if self._desk is not None:
            if self._turn:
                self._desk.send(p.Stop(self._turn))
            self._turn += 1
            self._desk.send(p.Listen(self._turn))

    # What the desk says

    @on(Came)
    def hear(self, message: Came) -> None:
        """Draw a line of the desk's."""
        if message.desk != self._number:
            return
        match message.line:
            case p.Hello() as hello:
                voice = hello.voice or "nothing: questions are read on the screen"
                self._put("speaks", f"{voice} · {self._viva.settings.rate} words a minute")
                if hello.source == "none":
                    self._put("verdict", "No microphone: answers are typed.")
            case p.Level() as level:
                self._level(level)
            case p.Partial(turn, text) if turn == self._turn:
                self._show_heard(text)
            case p.Segment() as segment if segment.turn == self._turn:
                self._finals.append(segment.text)
                self._show_heard("")
            case p.Said(spoken=False):
                self._put("speaks", "The voice could not be heard: no loudspeaker, or no speech engine.")
            case p.Trouble() as trouble:
                self._put("verdict", trouble.text)
            case _:
                pass

    def _level(self, level: p.Level) -> None:
        self._loudest = max(self._loudest, level.dbfs)
        self._peak = max(self._peak, level.peak)
        self._softest = min(self._softest, level.dbfs)
        self.query_one(Meter).show_level(level.dbfs, level.peak)
        if level.seconds >= 1:
            self._put("verdict", self._verdict(level.seconds))

    def _verdict(self, seconds: float) -> str:
        if self._loudest <= -90:
            return "Silence. Is it muted, allowed for this terminal, and the right one?"
        if self._peak >= CLIPPING:
            return "Too loud: it is cut off. Turn it down, or move away."
        if self._softest > NOISY and seconds > 3:
            return "Noisy: it is loud here even between words."
        if self._loudest < QUIET:
            return "Quiet. Speak up, or turn it up." if seconds > 3 else "Listening …"
        return "Good." if self._finals else "It hears something."

    def _show_heard(self, partial: str) -> None:
        final = Content(" ".join(self._finals))
        self.query_one("#heard", Static).update(
            final + Content.styled(f" {partial} …", "dim italic") if partial else final
        )

    @on(Found)
    def offer_devices(self, message: Found) -> None:
        """Offer the microphones that there are."""
        select = self.query_one("#device", Select)
        found = {clean(device.name): clean(device.name) for device in message.devices.inputs}
        chosen = self._viva.settings.device
        if chosen and chosen not in found:
            found[f"{chosen} (not here now)"] = chosen
        with self.prevent(Select.Changed):
            select.set_options([("The system's own", ""), *found.items()])
            select.value = chosen
        if message.devices.errors:
            self._put("advice", " ".join(message.devices.errors))

    @on(Select.Changed, "#device")
    def take_device(self, event: Select.Changed) -> None:
        """Take another microphone, and remember it."""
        device = str(event.value)
        if device != self._viva.settings.device:
            self._viva.keep(device=device)
            self._open()

    def _put(self, name: str, text: str) -> None:
        part = self.query_one(f"#{name}", Static)
        if str(part.content) != text:
            part.update(Content(clean(text)))

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the better model only where it is not used yet."""
        if action != "fetch":
            return True
        allowed = self._viva.limits.allow_model(DEFAULT_MODEL)
        return allowed and self._engine == "pocketsphinx" and self._fetching is None

    def action_leave(self) -> None:
        """Back."""
        self.dismiss()

    def action_voice(self) -> None:
        """Let the voice say a sentence."""
        self._say()

    def _say(self) -> None:
        if self._desk is not None:
            self._said += 1
            self._desk.send(p.Hush())
            self._desk.send(p.Say(self._said, "This is the voice that asks the questions."))

    def action_rate(self, step: int) -> None:
        """Change the voice's rate, remember it, and let it be heard."""
        rate = max(MIN_RATE, min(MAX_RATE, self._viva.settings.rate + STEP * step))
        self._viva.keep(rate=rate)
        self._open()
        self._say()

    def action_again(self) -> None:
        """Listen anew."""
        self._listen()

    def action_fetch(self) -> None:
        """Fetch the better model while PocketSphinx listens."""
        self._fetching = threading.Event()
        self.query_one("#fetching").display = True
        self.refresh_bindings()
        self.fetch(self._fetching)

    @work(thread=True, exit_on_error=False, group="fetch", description="fetch a model")
    def fetch(self, cancelled: threading.Event) -> None:
        """Fetch, test and install the model; cancelled, it leaves nothing."""

        def progress(came: int, total: int) -> None:
            if cancelled.is_set():
                raise Cancelled
            self.post_message(self.Fetched(came, total))

        try:
            model = get(DEFAULT_MODEL, private_folder(self._viva.places.models), progress=progress)
        except Cancelled:
            return
        except (CatalogueError, FolderError) as error:
            self.post_message(self.Fetched(0, 0, str(error)))
        else:
            self.post_message(self.Fetched(1, 1, f"Installed: {model.label}."))

    @on(Fetched)
    def show_fetched(self, message: Fetched) -> None:
        """Draw the progress; at the end, use what came."""
        if message.end:
            self._fetching = None
            self.query_one("#fetching").display = False
            self._put("advice", message.end)
            self._open()
        else:
            bar = self.query_one(ProgressBar)
            bar.update(total=message.total or None, progress=message.came)

    @on(Button.Pressed, "#cancel")
    def cancel(self) -> None:
        """Stop the fetch."""
        if self._fetching is not None:
            self._fetching.set()
        self._fetching = None
        self.query_one("#fetching").display = False
        self.refresh_bindings()
