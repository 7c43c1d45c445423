"""A child process that builds a recogniser with a Vosk model; its exit status is 0 if that works.

python -I -m models.speech.trial FOLDER
"""

import sys

from models.speech.protocol import RATE
from models.speech.recognisers.base import RecogniserError
from models.speech.recognisers.vosk import Vosk

if __name__ == "__main__":
    try:
        recogniser = Vosk(sys.argv[1])
        recogniser.start(())
        list(recogniser.accept(bytes(RATE)))
        list(recogniser.finish())
    except RecogniserError as error:
        sys.exit(str(error))
