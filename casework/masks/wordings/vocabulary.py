"""Which words tell a place: those that stand in every town tell none."""

from casework.masks.wordings.words import words_in


def every(words: str) -> frozenset[str]:
    """Each of the words, as it is spelled in texts."""
    return frozenset(words_in(words))


STREETS = every(
    """
    ave bank broadway circus cl common cres croft ct dr drove end field gate gdns gr green hill ln loop meadow
    mews path pde pl quay rd rise row side sq st terr vale view walk way wharf yard
    """
)
# Streets of most towns: without the number or the town these tell nothing.
EVERYWHERE = every(
    """
    albert back bridge castle chapel church college cross ct e front george gr grange green grove hall high
    highfield hill king london long lower main manor market meadow mill mt n new old orchard park pk queen
    richmond s school side springfield st stanley station town upper victoria w windsor york
    """
)
UNITS = every(
    """
    block caravan flat floor ground plot room studio unit
    """
)
# What a building is, beside its name.
BUILDINGS = every(
    """
    abbey arm barn bldgs bungalow chalet convent cott ctr estate farm guesthouse hall heights home hostel hotel hse inn
    ldg manor mansion mansions mill motel park priory rectory refuge shelter site tower vicarage villa
    """
)
# Of these the ones that many share: told by a number of theirs, not by their name.
SITES = every("estate park site")
# Where many go who do not live there.
PUBLIC = every("church clinic college hospital mosque nursery prison school station surgery temple")
STREETS_ABROAD = every("aleja calle rua rue ul ulica ulitsa via")
# Who has one of these has named no building.
NOWHERE = every(
    """
    abode abroad addres address ask awaiting borough confidential council county district fixed known nfa none
    not overseas pending protected see service social tba tbc unknown withheld
    """
)
# What tells nothing of a building.
ANY_BUILDING = every(
    """
    a above abuse accommodation aid an another as aunt b baby bed big breakfast brother c care children
    childrens council currently domestic emergency family father first foster friend gran grandmother
    grandparent ground guest her his homeless hospital house left live living local men mens mother moved my nan
    near neighbor neighbour new night o old our own parent partner prison private rented safe same second sister
    small somewhere stay staying supported temporary their top violence with woman women womens
    """
)
# What a school, a nursery or a surgery is, beside its name.
OF_ITS_KIND = every(
    """
    a academy c care catholic ce childminder children clinic club college creche ctr day e early family first gp
    group health high hospital hub infant junior lower medical middle nhs nurserie nursery playgroup practice
    pre preschool primary rc refuge school secondary surgery trust upper year
    """
)
# Of these what makes a word beside it the name of a place.
BESIDE = OF_ITS_KIND - every(
    "c e rc ce high first day care early years family lower middle upper children group a health trust club"
)
TITLES = every(
    """
    dc dr miss mr mrs ms mx nurse pc prof professor rev sgt sister
    """
)
# Names of nurseries, surgeries and houses that are words or first names of every day, and months and days.
COMMON = every(
    """
    able about above after again against alice also amber amy ann anna another answer april area august autumn
    away back ball bear bell ben best birch bird black blue boat book bridge bright brook brown bubble busy
    butterfly call care castle chance change chapel charlie child children church city clear close cloud common
    community corner country cross daisy dear december early earth east easter eden ella emily eve faith family
    farm february field first five flower forest forward free freedom friday friend friends future garden gate
    gentle george girl good grace grand great green grey grove grow hall happy harbour harry haven health heart
    hello help henry high hill holiday holly holy home honey hope house imagine iris island ivy jack james
    january jasmine john joseph journey joy july june kate kind king kite ladybird lark laurel learn learning
    life light lily lime link lion little live long love lucy luke magic main manor maple march mark market mary
    matthew may meadow mercy mia mill monday moon moonlight morning mount nature nest new next noah north
    november nurture oak ocean october old olive oliver open orange orchard other panda park path pathway paul
    peace pearl people peter philip pilgrim pine place play poppy positive primrose progress promise queen
    rainbow red refuge rise river robin rock rosa rose round ruby safe sam sand sarah saturday school sea second
    september shine sister sky small smile snow sophie south spring spruce square star start station stephen
    stone street strong summer sun sunday sunny sunrise sunshine support swan team thomas three thursday tiger
    time together tom tower town trinity trust tuesday two unity upper valley victoria view village violet walk
    water way wednesday welcome well west white will willow wind window winter wood woodland work world yellow
    york young
    """
)
# Of a name that is also a town's the word alone is no more than the town.
TOWNS = every(
    """
    aldershot ampthill andover arundel ashford aylesbury banbury barking barnet barnsley barnstaple basildon
    basingstoke bath bedford bedworth bexhill bexley biggleswade birkenhead birmingham blackburn blackpool
    bletchley bodmin bognor bolton boston bournemouth bracknell bradford braintree brentwood brighton bristol
    brixton bromley burnley burton bury camberley cambridge canterbury carlisle chatham chelmsford cheltenham
    chester chesterfield chichester chorley colchester corby coventry crawley crewe croydon darlington dartford
    daventry derby doncaster dorchester dover dudley dunstable durham ealing eastbourne eastleigh enfield epsom
    exeter falmouth fareham farnborough farnham flitwick gateshead gillingham gloucester gosport grantham
    gravesend grimsby guildford hackney halifax harlow harrogate hartlepool harwich haslemere hastings hatfield
    havant haywards hemel hereford hertford hitchin horsham houghton hounslow hove huddersfield hull huntingdon
    ilford ipswich islington keighley kendal kenilworth kettering kidderminster kingston knaresborough lambeth
    lancaster leamington leeds leicester leighton letchworth lewes lewisham lichfield lincoln littlehampton
    liverpool london loughborough lowestoft luton macclesfield maidenhead maidstone manchester mansfield margate
    middlesbrough midhurst newbury newcastle newham newport newquay northampton norwich nottingham nuneaton
    oldham oxford penzance peterborough petworth plymouth poole portsmouth preston ramsgate reading redditch
    redhill reigate rochdale rochester romford rotherham rugby runcorn salford salisbury sandbach sandy
    scarborough scunthorpe selby sevenoaks sheffield shoreham shrewsbury slough solihull southampton southend
    southport southwark stafford staines stevenage steyning stockport stratford stroud sunderland sutton swanage
    swindon tamworth taunton telford tiverton torquay tottenham truro uxbridge wakefield wallasey walsall
    walthamstow wandsworth warrington warwick watford wellingborough wembley weymouth widnes wigan winchester
    windsor woking wolverhampton worcester workington worksop worthing yeovil york
    """
)
OF_EVERY_DAY = COMMON | TOWNS
# No place is told by these alone.
TELLS_NOTHING = ANY_BUILDING | BUILDINGS | UNITS | STREETS | TOWNS | EVERYWHERE | OF_EVERY_DAY | every("as same with")
CHAINS = [tuple(words_in(chain)) for chain in ("travelodge", "premier inn", "holiday inn", "ibis", "novotel")]
LONG_WORD = 4  # letters: a shorter name tells nothing by itself
