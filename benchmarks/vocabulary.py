"""The words that the articles of a benchmark are made of."""

NOUNS = (
    "anchor anvil arch axle ballast bargain barge barrel basket bay beacon bell bellows binder "
    "blanket boat boiler bolt border bottle boundary bridge broom brush bucket bundle buoy cabinet "
    "cable calendar candle canal canvas cargo carpet cart cellar chain chalk channel chapel "
    "chimney chisel clock cloud coast column compass cord corner cottage courtyard crane crate "
    "current curtain dial distance ditch dock drawer drawing dyke estuary farm feather ferry fence "
    "field fire flagstone flame flood floor forest forge fountain frame furnace furrow garden gate "
    "granary gravel hammer harbour hedge hill hinge horizon hour hull inlet island kettle keyhole "
    "kiln ladder lake lamp landing lantern ledger lever lighthouse lock log loom map margin market "
    "mast meadow measure meridian mill mirror mooring mountain needle notebook oar orchard oven "
    "paddle page parcel passage pasture path pattern pier pillar plank plough pocket pond post "
    "promise pulley pump quarry question quay rafter railing ribbon ridge river road roof room "
    "rope rudder sail saw season shadow shed shelter ship shovel signal sketch slope sluice spade "
    "spring stable staircase station stone storm stove stream street summit swamp table tally "
    "telegram thread threshold tide timetable tower track trench tunnel valley vault village wagon "
    "wall warehouse waterwheel wave weathervane well wharf wheel willow winch window winter "
    "workshop yard year"
).split()
"""Things; each takes a plural in -s, save those of `PLURALS`."""

PLURALS = {
    "arch": "arches",
    "bellows": "bellows",
    "boundary": "boundaries",
    "brush": "brushes",
    "cargo": "cargoes",
    "compass": "compasses",
    "ditch": "ditches",
    "estuary": "estuaries",
    "ferry": "ferries",
    "granary": "granaries",
    "quarry": "quarries",
    "sketch": "sketches",
    "tally": "tallies",
    "trench": "trenches",
    "winch": "winches",
}
"""The plurals that are not made with -s."""

PEOPLE = (
    "baker boatbuilder bookbinder bricklayer carpenter clerk clockmaker cooper ferryman fisher "
    "gardener harbourmaster innkeeper joiner lamplighter mapmaker mason miller neighbour "
    "ploughman postmaster printer roofer sailmaker schoolteacher stationmaster stonecutter "
    "surveyor thatcher toolmaker traveller wheelwright"
).split()
"""What people are, by their trades; none has a name."""

ADJECTIVES = (
    "ancient angular blue borrowed brittle broad broken bright bronze careful cheap clean coarse "
    "cold common crooked curious damp deep distant double dry dusty early eastern empty even "
    "familiar final flat forgotten fragile green grey half-finished hard heavy hollow honest idle "
    "inland iron late leaden level light long lower main mended moderate muddy narrow new northern "
    "oaken old open ordinary overgrown painted pale patient plain polished quick quiet rare red "
    "remarkable rough round rusty salted second secret separate shallow sharp short silent simple "
    "single slow small smooth solid southern spare steady steep straight sudden tall temporary "
    "thin tidy timber uneven unfinished unpainted upper useful usual warm western whitewashed wide "
    "wooden yellow"
).split()
"""What things are like."""

DEEDS = (
    "abandoned admired altered balanced borrowed built carried changed cleared closed collected "
    "compared completed copied counted covered crossed described divided doubled dragged drained "
    "emptied examined exchanged extended filled finished followed found fastened guarded hauled "
    "improved inherited inspected joined kept lengthened levelled lifted loaded lost lowered "
    "measured mended moved named noticed opened ordered outlasted painted patched preserved "
    "protected raised rebuilt recorded remembered removed repaired replaced restored returned "
    "sealed sharpened shifted shortened sold sorted straightened supported surrounded surveyed "
    "tested trimmed turned untied weighed widened"
).split()
"""What is done to things, in the past."""

EVENTS = (
    "arrived began creaked darkened disappeared drifted ended faded failed fell flooded froze "
    "gleamed hesitated held leaned lingered moved opened paused remained rested returned rose "
    "rusted settled shifted shone shook sank stood stopped trembled turned vanished waited withered"
).split()
"""What things do, in the past."""

MANNERS = (
    "again almost barely carefully evidently finally gradually hardly openly mostly nearly "
    "patiently perhaps plainly promptly properly quietly rarely scarcely seldom simply slowly "
    "soon steadily suddenly tacitly twice usually"
).split()
"""How something is done."""

PLACES = (
    "above across against along among around before behind below beneath beside between beyond "
    "near opposite past through towards under within"
).split()
"""Where something is."""

OPENERS = (
    "According to the ledger|After the flood|All summer|As a rule|At first|At low tide|"
    "Before sunrise|By the end of the month|Even so|For want of money|For years|"
    "From the road|In a dry season|In the meantime|In those days|Later|Most evenings|"
    "On market days|Once a week|On paper|On the far bank|Seen from the water|"
    "Strictly speaking|That winter|Towards evening|To everyone's surprise|Without a word"
).split("|")
"""How a sentence may begin."""

LINKS = "although|and|as|because|before|but|so that|until|when|where|whereas|while".split("|")
"""How two clauses are joined."""

AMOUNTS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty".split()
"""How many."""
