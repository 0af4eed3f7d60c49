"""What the six further families are and what their months were like. All of these people are invented."""

from typing import NamedTuple

from casework.families.models import FamilyRole
from casework.plans.models import PlanKind
from casework.users.roles import Role


class Who(NamedTuple):
    """`born` is years and days since the birthday; `due_in` the days until an unborn child is expected."""

    name: str
    sex: str
    born: tuple[int, int] = ()  # type: ignore[assignment]  # empty of who is not born
    role: FamilyRole = FamilyRole.CHILD
    kind: str = ""  # what an adult is of the children
    at_home: bool = True
    telephone: str = ""
    due_in: int = 0


class ToldMonth(NamedTuple):
    """One episode, as far as it came: `until_closed`, `held`, `signed`. `rags` and `summaries` by worker, lead first."""

    rags: tuple[str, ...]
    overall: str
    purpose: str
    saw: str
    said: tuple[str, ...]
    session: str
    thinks: str
    summaries: tuple[tuple[str, str], ...]
    hypotheses: str = ""
    impact: str = ""
    action: tuple[str, int | str] = ("", 0)  # what, and the worker by number or an agency
    due_in: int = 17
    wanted: str = "The children are safe without us."
    event: tuple[str, str] | tuple[()] = ()
    dissent: str = ""
    until_closed: bool = True
    held: bool = True
    signed: bool = True
    decision: str = "continue"
    because: str = ""


class Told(NamedTuple):
    """`last_held` is the day, from today, of the last month's meeting; `planned` is what stands in somebody's day."""

    name: str
    team: str
    source: str
    reason: str
    why: str
    children: tuple[Who, ...]
    adults: tuple[Who, ...]
    couple: str
    workers: tuple[tuple[str, Role], ...]
    trio: tuple[str, ...]
    plan: PlanKind
    last_held: int
    months: tuple[ToldMonth, ...]
    category: str = ""
    conference: str = ""
    case_summary: dict[str, str] = {}
    pen_pictures: tuple[str, ...] = ()
    # Of the Family Programme: the module, the day from today, the texts.
    modules: tuple[tuple[str, int, dict[str, str]], ...] = ()
    planned: tuple[tuple[str, str, int, int, int, str, str], ...] = ()

    def start(self, month: int) -> int:
        return self.last_held - month * len(self.months)


PARENT = FamilyRole.PARENT

BRENNAN = Told(
    name="Brennan", team="harbour", source="2A", plan=PlanKind.CHILD_IN_NEED, last_held=-16,
    reason="Cillian's school reports that he is often late, hungry and tired, and that Niamh brings him. Aoife Brennan has been "
    "drinking since she lost her work in the spring; Dale Rook moved in at Easter, and the neighbours hear them argue.",
    why="Alcohol and arguments in the home; a recovery worker is needed for Aoife.",
    children=(Who("Niamh Brennan", "F", (12, 45)), Who("Cillian Brennan", "M", (7, 130))),
    adults=(
        Who("Aoife Brennan", "F", (33, 61), PARENT, "mother", telephone="01632 960301"),
        Who("Dale Rook", "M", (38, 20), PARENT, "step_parent", telephone="01632 960302"),
    ),
    couple="partner", trio=("substance_misuse",),
    workers=(("tom", Role.SOCIAL_WORKER), ("marcus", Role.RECOVERY_WORKER)),
    months=(
        ToldMonth(
            ("amber", "amber"), "amber", "To see both children at home, and who does what in the morning.",
            "The cupboards were nearly empty. Niamh made the tea and knew where everything was.",
            ("'I'm not a baby, I can do it.' Niamh likes drawing and said she has stopped since there is no time.",
             "Cillian showed me his loose tooth and asked whether I had brought biscuits."),
            "Aoife drinks most evenings, wine and then vodka. She has never spoken of it to anybody.",
            "She is frightened of what I write down, and came all the same.",
            (("Both children seen at home and at school. Niamh runs the mornings.",
              "Niamh has become the adult of the house. What the arguments are about is not known yet."),
             ("Aoife came to two of three sessions.", "She drinks against the evenings; Dale drinks with her.")),
            "Dale's moving in changed the evenings; or the drinking was there, and hidden, before.",
            "Somebody now knows what Niamh does.", ("Ask the school for a breakfast place for Cillian", "Invented Hill School"),
        ),
        ToldMonth(
            ("amber", "amber"), "amber", "To see the children in the morning before school.",
            "Cillian was dressed and had eaten. Aoife got up when I came.",
            ("Niamh said that Mum gets up on the days when Marcus comes.", "Cillian goes to breakfast club: 'there is toast'."),
            "Five evenings of fourteen without alcohol. Dale came along once and stayed in the car.",
            "Her wish is real; the home is not on her side yet.",
            (("The breakfast place works. Niamh was seen alone twice.", "The children gain an hour each morning. Evenings are as they were."),
             ("Three sessions of three.", "Next is Dale, who buys the vodka.")),
            "Aoife can stop when she is not alone with Dale.", "School and home talk to one another.",
            ("See Dale alone, at a time when he is not working", 0),
        ),
        ToldMonth(
            ("amber", "green"), "amber", "To see Niamh alone after her birthday, and Dale with Aoife.",
            "There was cake. Dale had painted the children's room.",
            ("'It's boring now, in a good way.' Niamh has joined the art club.", "Cillian's tooth is out. He reads to Dale."),
            "Twenty-two days without alcohol, the longest since spring. Dale has stopped keeping vodka at home.",
            "She can say what she does instead, by the hour.",
            (("The children are seen to be children. One argument, without drink.", "It is young: three weeks. The half term will test it."),
             ("All sessions kept; she goes to the group on Thursdays.", "Her own network begins to carry her.")),
            "With work and the group it lasts; without work it may not.", "Niamh draws again.",
            ("Go with Aoife to the first meeting at the job centre", 1), due_in=12,
            event=("Aoife three weeks without alcohol", "The longest time since the referral; Dale took the drink out of the home."),
        ),
    ),
    pen_pictures=("Niamh is twelve, quick and dry. She draws, and has joined the art club.",
                  "Cillian is seven, laughs easily, and reads to whoever sits down."),
    case_summary={
        "reason": "Drinking and arguments at home, and children who looked after themselves.",
        "visits": "Every two weeks; each child is seen alone once a month.",
        "contacts": "Invented Hill School, the recovery service, the GP.",
        "working_well": "Both parents keep to what was agreed. The school sees both children on time and fed.",
        "worried_about": "The change is three weeks old, and Aoife has no work.",
        "plan": "One more month of sessions; a family meeting before the holidays; then we look at closing.",
    },
    planned=(("tom", "home_visit", 0, 16, 15, "To see both children after school, and Dale", "At home"),),
    modules=(
        ("m1", -80, {
            "m1_explained": 'That Niamh runs the mornings, and what the evenings are like for both.',
            "m1_understood": 'Aoife says so too. Dale thinks that it is about him.',
            "m1_plan": 'Aoife wants the mornings back.',
        }),
        ("m3", -14, {
            "m3_impact": "'She was twelve and I was the child.' Aoife said this to Niamh.",
            "m3_support": 'The group on Thursdays; Dale keeps no drink at home.',
        }),
    ),
)  # fmt: skip

OSMAN = Told(
    name="Osman", team="harbour", source="3A", plan=PlanKind.CHILD_PROTECTION, category="NEG", last_held=-9,
    conference="Both children became subject to a child protection plan for neglect.",
    reason="Sahra Osman has stopped taking her medicine and believes that the neighbours listen through the wall. She keeps Idris "
    "at home. Hodan sleeps at her aunt's and came to the GP by herself to ask for help.",
    why="A mother who is ill and does not accept it; her children are with her day and night.",
    children=(Who("Hodan Osman", "F", (15, 200)), Who("Idris Osman", "M", (10, 12))),
    adults=(
        Who("Sahra Osman", "F", (41, 150), PARENT, "mother", telephone="01632 960311"),
        Who("Faduma Warsame", "F", (37, 10), FamilyRole.OTHER_ADULT, "aunt_or_uncle", at_home=False, telephone="01632 960312"),
    ),
    couple="sibling", trio=("mental_health",),
    workers=(("sara", Role.SOCIAL_WORKER), ("ellen", Role.CHILD_AND_FAMILY_WORKER)),
    months=(
        ToldMonth(
            ("red", "amber"), "red", "To see Idris, whom nobody outside the family has seen for five weeks.",
            "The curtains were taped. Sahra spoke to us through the door for twenty minutes, and then let us in.",
            ("'I just want somebody to tell her it's an illness.' Hodan has not told her friends.",
             "Idris whispered so that the wall would not hear. He has drawn every page of his book full of eyes."),
            "Hodan came to the library. She keeps a list of what to do when her mother is awake all night.",
            "She manages an illness that adults have not managed.",
            (("Idris was seen after five weeks. The crisis team came the same evening.", "Idris lives in his mother's fear. Without treatment he is not safe there."),
             ("Two sessions with Hodan.", "She is tired and proud, and needs to be fifteen.")),
            "Sahra's illness is untreated; or what she fears has a true part that nobody asked about.",
            "Idris is seen every week now.", ("Ask the mental health team for a carer's assessment of Hodan", 1), due_in=20,
            event=("Idris seen after five weeks at home", "He had been kept from school by his mother's fear of the neighbours."),
            dissent="Ellen Quinn would rate Amber, since both children can be with their aunt at any hour.",
        ),
        ToldMonth(
            ("amber", "amber"), "amber", "To see both children at their aunt's, where they stay while Sahra is in hospital.",
            "Idris had slept through. The flat is full and warm.",
            ("'She rang and it was her, really her.' Hodan cried and laughed.", "Idris goes to school with his cousin and wants to keep the top bunk."),
            "Idris and his cousin made a plan for when his mother comes home.",
            "He asks questions now; the eyes are gone from his drawings.",
            (("Sahra agreed to treatment and came home on Friday. The children visit each day.", "What keeps them safe is their aunt. What happens on a bad night must be written down."),
             ("Three sessions with Idris, one with Hodan.", "Both can say what the illness is and whose job it is.")),
            "With treatment Sahra can be the mother they describe; the risk is when she stops.", "The children talk about it.",
            ("Write the plan for a bad night with Sahra, Hodan and their aunt", 0), due_in=7,
        ),
    ),
    planned=(
        ("sara", "home_visit", 0, 15, 30, "To see Idris and Hodan with their mother, and the plan for a bad night", "At home"),
        ("ellen", "session", 0, 13, 0, "Idris: the plan for a bad night, in his own pictures", "At school"),
    ),
    modules=(
        ("m1", -50, {
            "m1_explained": 'To Hodan and her aunt: what we saw at the flat. To Sahra in hospital, when she could hear it.',
            "m1_understood": "Sahra: 'I was afraid for him, and it was me he was afraid of.'",
        }),
        ("m2", -12, {
            "m2_history": 'Sahra was ill once before, after Idris was born. Her sister kept the children then too.',
            "m2_support": "Faduma, the mosque's women, Hodan's teacher.",
        }),
    ),
)  # fmt: skip

WHITLOCK = Told(
    name="Whitlock", team="meadow", source="3D", plan=PlanKind.CHILD_PROTECTION, category="NEG", last_held=-5,
    conference="The unborn baby became subject to a child protection plan for neglect, to begin at birth.",
    reason="Jade Whitlock is 19 and 28 weeks pregnant. She uses heroin and missed three appointments. Her first baby went to live "
    "with his grandmother two years ago. Corey Bates is in prison until the spring.",
    why="Heroin in pregnancy; a recovery worker is needed from today.",
    children=(Who("Baby Whitlock", "U", due_in=33),),
    adults=(Who("Jade Whitlock", "F", (19, 240), PARENT, "mother", telephone="01632 960321"),),
    couple="", trio=("substance_misuse",),
    workers=(("ivan", Role.SOCIAL_WORKER), ("sean", Role.RECOVERY_WORKER)),
    months=(
        ToldMonth(
            ("red", "red"), "red", "To meet Jade with the midwife, and to see where the baby would sleep.",
            "Jade stays on a friend's sofa. There is nothing for a baby yet. She cried about her first child.",
            (), "Jade is on a script since Tuesday and has used on top twice. She told me so herself.",
            "She is terrified that the baby will be taken, and it keeps her both away and coming.",
            (("Jade was seen four times, twice with the midwife.", "There are five weeks. Housing is the part that nobody has moved."),
             ("The script is started; two of five tests are clean.", "Stable enough for a birth plan if she has a door of her own.")),
            "The fear of losing this baby is her strongest reason, and what may make her run.",
            "She kept the last three appointments.", ("Ask the housing team for a place for mother and baby", 0), due_in=3,
            event=("Jade begins on a script", "The first treatment that she has ever begun; 30 weeks pregnant."),
        ),
    ),
    planned=(("ivan", "meeting", 0, 11, 0, "Birth plan with the midwife and Jade", "Antenatal clinic"),
             ("sean", "session", 0, 14, 30, "Weekly session with Jade", "At the clinic")),
    modules=(
        ("m1", -10, {
            "m1_explained": 'What the drug does to the baby, and what would follow at birth as things stand.',
            "m1_understood": 'Jade says it before we do.',
            "m1_plan": 'A door of her own first.',
        }),
    ),
)  # fmt: skip

SZYMANSKI = Told(
    name="Szymański", team="meadow", source="6", plan=PlanKind.CHILD_PROTECTION, category="EMO", last_held=-1,
    conference="Both children became subject to a child protection plan for emotional abuse.",
    reason="Antek, nine, told his teacher that he sleeps in front of his sister's door. Police were called twice: Piotr broke a "
    "chair and held Ewa by the hair. Neither wants to part.",
    why="Domestic abuse by a father who lives at home; the worker for victims sees Ewa, and Piotr is offered work too.",
    children=(Who("Antek Szymański", "M", (9, 100)), Who("Zofia Szymańska", "F", (4, 33))),
    adults=(
        Who("Ewa Szymańska", "F", (35, 80), PARENT, "mother", telephone="01632 960331"),
        Who("Piotr Szymański", "M", (37, 9), PARENT, "father", telephone="01632 960332"),
    ),
    couple="partner", trio=("domestic_abuse",),
    workers=(("louise", Role.SOCIAL_WORKER), ("grace", Role.DOMESTIC_ABUSE_VICTIM_WORKER)),
    months=(
        ToldMonth(
            ("red", "red"), "red", "To see the children without their father.",
            "Ewa's sister let us in. Zofia did not leave her brother's side.",
            ("'If I hear the chair I go to Zosia.' Antek knows the number of the police by heart.", "Zofia put the father doll outside the house."),
            "Ewa was seen at the surgery, alone. She counts the days on which nothing happens.",
            "The risk is high, and she knows it better than we do.",
            (("Both children seen twice, without Piotr.", "Antek stands guard. What he does at night is the measure."),
             ("Three sessions at the surgery.", "Control over money and her telephone; one time by the throat, last year.")),
            "Piotr is violent when he feels shamed; or violence is how the home is run.", "Ewa has said it aloud.",
            ("Safe contact with Ewa through the surgery only", 1),
            event=("Piotr held Ewa by the hair", "Both children were in the room; Antek rang the police."),
        ),
        ToldMonth(
            ("amber", "red"), "red", "To see Antek at school and Zofia at nursery.",
            "Piotr has moved to a friend's since the conference. The children sleep in one room.",
            ("'I slept in my bed on Saturday.'", "Zofia sang. The father doll is at the shop."),
            "Ewa says it is quiet. She meets him on Sundays with the children in the park.",
            "Separation is when it grows; Sundays are the weak place.",
            (("Four visits. Antek slept in his bed four nights of seven.", "Calm rests on Piotr's absence alone."),
             ("All sessions kept.", "He writes to her forty times a day. She shows me.")),
            "He means to come back before anything has changed.", "Antek sleeps.",
            ("Agree who is there when Piotr sees the children on Sundays", 0), due_in=10,
            dissent="Louise Penney would rate Amber.",
        ),
        ToldMonth(
            ("amber", "amber"), "amber", "To see the children after three weeks of supervised Sundays.",
            "The aunt goes along on Sundays. Piotr has had his first appointment.",
            ("Antek told me about football for half an hour.", "Zofia: 'Tata brings me back'. She showed me the time on the clock."),
            "Ewa has her own bank card. She laughed for the first time.",
            "The forty messages are four. She decides when she answers.",
            (("The Sundays go as agreed. Both children were seen alone.", "The first month in which something is different in Piotr, and not only where he is."),
             ("All sessions kept, a safety plan of her own hand.", "Amber because he has not been tested, and bail ends soon.")),
            "He can be a father for two hours; more is not known.", "Antek does not go to the door at night.",
            ("Ask the programme whether Piotr keeps coming", 0), due_in=20, signed=False,
        ),
    ),
    planned=(("louise", "home_visit", 0, 16, 0, "To see Antek and Zofia with their mother", "At home"),
             ("grace", "session", 1, 10, 0, "Session with Ewa", "At the surgery")),
    modules=(
        ("m1", -75, {
            "m1_explained": 'To Ewa at the surgery: what Antek does at night. To Piotr at the police station, by the manager.',
            "m1_understood": 'Ewa knew. Piotr said that a man may raise his voice.',
        }),
        ("m3", -8, {
            "m3_impact": 'Ewa keeps the drawing of the door. Piotr was shown it by his worker and was silent.',
            "m3_barriers": 'Money, his mother on the telephone, and that he is charming.',
        }),
    ),
)  # fmt: skip

PRICE = Told(
    name="Adeola-Price", team="meadow", source="2B", plan=PlanKind.CHILD_IN_NEED, last_held=0,
    reason="Tobi is 14 and was missing for three nights. He came back with a new telephone and a burn on his arm, and would not say "
    "where he had been. His mother Yvonne works nights and has asked for help twice.",
    why="A boy whom others use, and a mother alone with it; her own use of cannabis is a part of the evenings.",
    children=(Who("Tobi Adeola-Price", "M", (14, 300)), Who("Kofi Adeola-Price", "M", (11, 77))),
    adults=(Who("Yvonne Price", "F", (39, 140), PARENT, "mother", telephone="01632 960341"),),
    couple="", trio=("substance_misuse",),
    workers=(("ivan", Role.SOCIAL_WORKER), ("amina", Role.CHILD_AND_FAMILY_WORKER)),
    months=(
        ToldMonth(
            ("amber", "red"), "red", "To meet Tobi where he wants to be met, and to see Kofi at home.",
            "Tobi talked in the car. The two boys share a room; there is a new lock on the inside.",
            ("'You don't get it. You can't just stop.' He asked whether we tell the police everything.", "Kofi said that he locks it so that nobody takes the bag."),
            "Kofi and I made a map of the streets he likes and those he walks round.",
            "He knows more than he says and is next in line.",
            (("Tobi was seen three times, Kofi twice.", "He is used by older ones and in debt to them. It is not a choice."),
             ("Two sessions with Kofi.", "Kofi carries messages. He thinks they are about football.")),
            "Tobi is in debt; or he has found a family that notices him.", "The missing nights have names now.",
            ("Meet the exploitation team about the debt, with the police", 0), due_in=6,
            event=("Tobi missing for three nights", "He came back with a burn and a new telephone."),
        ),
        ToldMonth(
            ("amber", "amber"), "amber", "To see Tobi after the meeting with the exploitation team.",
            "He was at home at nine. Yvonne has changed to days.",
            ("'They've stopped ringing. It's weird.'", "Kofi took the lock off himself."),
            "Kofi came with Tobi. They cooked.", "The brothers are on one side again.",
            (("No missing night since the fifth. Yvonne works days.", "Quiet may be safe, or the time before they come for the money."),
             ("Three sessions.", "Kofi has stopped carrying. He told his teacher, not us, and that is good.")),
            held=False,
        ),
    ),
    planned=(("ivan", "home_visit", 0, 17, 30, "To see Tobi after school, where he wants", "The youth club, Exampleton"),),
    modules=(
        ("m1", -40, {
            "m1_explained": 'That Tobi is used by older ones, and that Kofi is next.',
            "m1_understood": 'Yvonne had thought that he was a bad boy; she wept that he is not.',
        }),
        ("m2", -13, {
            "m2_events": 'Three missing nights; the burn; the meeting with the exploitation team.',
            "m2_support": "Yvonne's sister, the youth club, the mother of Kofi's friend.",
        }),
    ),
)  # fmt: skip

GREAVES = Told(
    name="Greaves", team="meadow", source="1A", plan=PlanKind.CHILD_IN_NEED, last_held=-20,
    reason="Poppy's grandmother rang: her son Lee Greaves drinks since his wife died, and Poppy, six, has been found on the stairs "
    "at night twice.",
    why="Grief and alcohol of a father alone with his daughter.",
    children=(Who("Poppy Greaves", "F", (6, 210)),),
    adults=(
        Who("Lee Greaves", "M", (34, 88), PARENT, "father", telephone="01632 960351"),
        Who("Maureen Greaves", "F", (63, 5), FamilyRole.OTHER_ADULT, "grandparent", at_home=False, telephone="01632 960352"),
    ),
    couple="", trio=("substance_misuse", "mental_health"),
    workers=(("louise", Role.SOCIAL_WORKER), ("sean", Role.RECOVERY_WORKER)),
    months=(
        ToldMonth(
            ("amber", "green"), "amber", "To see Poppy at bedtime.",
            "Lee read to her. The stair gate is up again, which she thinks is very funny.",
            ("'Daddy cries and then he makes pancakes.' Poppy has a box with her mother's scarf.",),
            "Lee has not drunk for five weeks. He goes to the bereavement group.",
            "It was grief, and he has let people in.",
            (("Poppy was seen twice, once at night.", "She is safe at night. The anniversary is in three weeks."),
             ("All sessions kept.", "Five weeks without, a group, and his mother on Thursdays.")),
            "The drinking was grief; the anniversary will show.", "Poppy sleeps in her bed.",
            ("Plan the day of the anniversary with Lee and Maureen", 0), due_in=14,
        ),
        ToldMonth(
            ("green", "green"), "green", "To see Poppy after the anniversary.",
            "They planted a tree. Maureen stays over on Thursdays.",
            ("Poppy showed me the tree: 'It is Mummy's but I water it.'",),
            "The day went as planned. Lee rang me the next morning to say so.", "He has what he needs around him.",
            (("One visit, one call. School has no worries.", "This has been tested by the hardest day of the year."),
             ("Last session kept; he may ring.", "I would end my part.")),
            "It lasts.", "Lee rings people.", ("Look at closing with Lee and Maureen", 0), due_in=25,
        ),
    ),
    modules=(
        ("m1", -65, {
            "m1_explained": 'That Poppy was on the stairs at night, and what she was looking for.',
            "m1_understood": 'Lee knew it and could not bear it.',
        }),
        ("m3", -18, {
            "m3_impact": "'She waters the tree because she can't water her mum.'",
            "m3_support": 'Maureen on Thursdays, the group, a friend at work.',
        }),
    ),
)  # fmt: skip

FAMILIES = (BRENNAN, OSMAN, WHITLOCK, SZYMANSKI, PRICE, GREAVES)
