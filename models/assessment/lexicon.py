"""Lists of English words that the judge treats alike, lightly, or as turning a claim round."""


def word_set(text: str) -> frozenset[str]:
    """The words of a list, as it is written."""
    return frozenset(text.split())


def _forms(table: str) -> dict[str, str]:
    """Each word of a line, and the line's first word."""
    return {word: line.split()[0] for line in table.splitlines() for word in line.split()}


NEGATORS = word_set(
    "not never no none nothing neither nor nobody nowhere without cannot hardly rarely seldom"
)
"""Words that turn a claim round."""

FUNCTION_WORDS = word_set(
    """
    a about actually after again all also although am an and any anyway are as at basically be because
    been before being between both but by can could did do does doing done down during each either else er
    etc even ever every few for from further gonna got had has have having he her here hers him his how
    however i if in into is it its itself just kind kinda know let like lot lots many may maybe me mean
    might mine more most much must my myself of off oh ok okay on once one only onto or other our ours out
    over own perhaps please pretty probably quite rather really right same say says shall she should since
    so some something sort sorta still such sure than that the their theirs them themselves then there
    therefore these they thing things think this those though through thus to too um uh under until up
    upon us very via was way we well were what whatever when where whereas whether which while who whole
    whom whose why will with within would yeah yes yet you your yours
    """
)
"""Words that carry no claim by themselves. Negators are not among them."""

ARTICLES = word_set("a an the")
SKIPPED_IN_PHRASES = word_set(
    "a an the is are was were be been being it its this that these those of to will would can could"
)
"""Words that a phrase of the rubric need not have literally; "before" and "after" are not among them."""

COMMON = word_set(
    """
    add allow already always another apply ask back based basic become begin better big bit bring build
    call case cause certain change come common complete contain couple course create default define depend
    different easy end ensure exact example explain extra fact find first follow full general get give go
    good great happen help hold idea important include instance instead keep last least less long look
    main make mean method need never new next nice normal now object old part people place point possible
    provide purpose put reason refer require result return run second see set show simple single special
    specific standard start stay stop take talk tell three time together try turn two type typical use
    useful usual want work
    """
)
"""Words that say little in any subject."""

_COMPARED = """big dim fat flat hot sad slim thin wet
    busy dirty early easy happy healthy heavy lazy messy noisy tiny tricky
    bright broad cheap clean clear close cold cool dark deep dense dry fast fine fresh hard high large late
    light long loud low narrow near new nice old poor quick rare rich rough round safe sharp short simple
    slow small smart smooth soft steep strict strong tall thick tight tough warm weak wide young"""
"""Adjectives that are compared by their ending; the last consonant of those in the first line is doubled."""


def _compared() -> dict[str, str]:
    """The comparative and the superlative of each, and the adjective."""
    found: dict[str, str] = {}
    for number, line in enumerate(_COMPARED.splitlines()):
        for word in line.split():
            base = word + word[-1] if number == 0 else word.removesuffix("e")
            base = base[:-1] + "i" if number == 1 else base
            found |= {f"{base}er": word, f"{base}est": word}
    return found


LEMMAS = _compared() | _forms(
    """begin began begun
    bind bound
    arise arose arisen
    beat beaten
    become became
    bend bent
    bleed bled
    blow blew blown
    break broke broken
    bring brought
    build built
    burn burnt
    buy bought
    catch caught
    choose chose chosen
    come came
    deal dealt
    cling clung
    creep crept
    dig dug
    die died dies dying
    draw drew drawn
    drink drank drunk
    drive drove driven
    eat ate eaten
    fall fell fallen
    feed fed
    feel felt
    fight fought
    find found
    flee fled
    fly flew flown
    forget forgot forgotten
    freeze froze frozen
    get got gotten
    give gave given
    go went gone goes
    grow grew grown
    hang hung
    hear heard
    hide hid hidden
    hold held
    keep kept
    know knew known
    lay laid
    lead led
    learn learnt
    leave left
    lend lent
    light lit
    lose lost
    make made
    mean meant
    meet met
    mistake mistook mistaken
    overcome overcame
    override overrode overridden
    overwrite overwrote overwritten
    pay paid
    prove proven
    rewrite rewrote rewritten
    ride rode ridden
    ring rang rung
    rise rose risen
    run ran
    say said
    see saw seen
    seek sought
    sell sold
    send sent
    shake shook shaken
    shine shone
    shoot shot
    show shown
    shrink shrank shrunk
    sing sang sung
    sink sank sunk
    sit sat
    sleep slept
    slide slid
    speak spoke spoken
    spend spent
    spin spun
    stand stood
    steal stole stolen
    stick stuck
    strike struck
    sweep swept
    swim swam swum
    swing swung
    take took taken
    teach taught
    tear tore torn
    tell told
    think thought
    throw threw thrown
    undergo underwent undergone
    understand understood
    undo undid undone
    wake woke woken
    wear wore worn
    win won
    wind wound
    withdraw withdrew withdrawn
    write wrote written
    child children
    person people
    foot feet
    half halves
    leaf leaves
    life lives
    man men
    mouse mice
    tooth teeth
    woman women
    analysis analyses
    axis axes
    criterion criteria
    hypothesis hypotheses
    matrix matrices
    phenomenon phenomena
    vertex vertices
    bad worse worst
    far farther farthest further furthest
    good better best
    index indices indexes
    query queries querying queried
    async asynchronous asynchronously
    sync synchronous synchronously
    database databases db
    config configuration configurations
    argument args arg
    parameter params param
    environment env
    application app apps applications
    authenticate authentication auth
    administrator admin
    repository repo"""
)
"""Forms that a stemmer does not bring together, and what is written short."""

ALIKE = _forms(
    """start begin launch
    stop end finish
    delete remove drop erase
    create make build construct
    every each all
    error exception failure
    return respond
    fetch retrieve get obtain load
    store save keep persist
    send pass transmit
    check verify validate
    fast quick quickly faster speed
    slow slowly slower
    big large huge
    happen occur
    change modify alter mutate update
    often usually frequent
    same identical equal
    different distinct
    call invoke
    share shared common
    separate isolated independent
    let allow permit enable
    wait block
    show display
    need require
    choose select pick
    browser client
    folder directory
    safe secure
    hold contain carry
    parameter argument
    link connect
    wrong incorrect bad
    prevent avoid
    automatic automatically"""
)
"""Words that mean the same often enough in an answer."""

_UNDER_TWENTY = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen"""
UNITS = {word: number for number, word in enumerate(_UNDER_TWENTY.split())}
"""Spoken numbers under twenty."""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS = {word: number for number, word in zip(range(20, 100, 10), _TENS.split(), strict=True)}
"""Spoken tens."""
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
"""Words that multiply what was said before them."""
