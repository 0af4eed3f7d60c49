"""What the Taylors' year was like, month by month: twelve episodes, from the first to the latest supervised."""

from typing import NamedTuple


class Month(NamedTuple):
    social_worker: str  # RAG
    abuse_worker: str  # RAG
    overall: str
    event: tuple  # headline and why, or empty
    ruby: str
    outcome: str
    analysis: str
    abuse_outcome: str
    abuse_analysis: str
    hypotheses: str
    impact: str
    action: tuple  # what, who: 'mother', 'school', or a worker's key


MONTHS = (
    Month("red", "red", "red", ("Ruby saw her mother hit", "She called the police herself, aged seven."),
          "'I rang the number they taught us at school.' Ruby held her mother's hand while she told me.",
          "Ruby and her mother Dawn were seen three times. Craig left after his arrest.",
          "Ruby is hyper-alert and feels responsible for her mother's safety.",
          "Dawn was seen twice; a safety plan is made with her.",
          "The risk is high: separation is when it grows.",
          "Craig controls through the tenancy; or Dawn fears losing her home more than she fears him.",
          "Too early to say. Dawn answers our calls.", ("Ask the housing association to change the tenancy", "abuse_worker")),
    Month("red", "red", "red", ("Craig came to the flat in breach of bail", "Dawn let him in; Ruby was at home."),
          "Ruby said 'Dad cried and Mum gave him tea'. She wanted to know whether she should have rung again.",
          "Dawn told us a day later that Craig had come. Ruby was seen alone at school.",
          "Dawn does not yet put Ruby's fear before Craig's need.",
          "Dawn missed one session and came to the next.", "She minimises; she is also more open than a month ago.",
          "Dawn believes that keeping Craig calm is what keeps Ruby safe.", "Ruby tells us things sooner.",
          ("Tell the police of each contact by Craig on the same day", "mother")),
    Month("amber", "red", "red", (), "Ruby has a new friend, Isla. She asked me whether I would still come after Christmas.",
          "Three visits; Ruby seen alone each time. School attendance is 96 per cent.",
          "Ruby settles where adults are predictable.", "Dawn began the group programme.",
          "She says 'if he changes' less often; the wish is still there.",
          "Ruby's calm depends on Craig's absence, not on Dawn's protection.", "The group gives Dawn words.",
          ("Plan what Ruby does and whom she tells if her father comes", "social_worker")),
    Month("amber", "amber", "amber", ("Craig convicted; restraining order for two years", "No contact with Dawn; with Ruby only through the court."),
          "'So he can't come to the door?' Ruby asked three times, and then went to play.",
          "The order was explained to Ruby by her mother, with me there.",
          "The order holds the family as a plaster holds a wound.", "Dawn completed half of the programme.",
          "She has told two friends and her sister what happened.",
          "With the threat gone, Dawn's own history comes up.", "Dawn explains safety to Ruby herself.",
          ("Offer Dawn a session on her own childhood", "abuse_worker")),
    Month("amber", "amber", "amber", (), "Ruby told me about a bad dream and that Mum sat with her until the light came.",
          "Two visits and one at school.", "Dawn comforts Ruby at night and says so without being asked.",
          "Dawn came to every session.", "She recognises control in her sister's marriage and names it.",
          "Dawn can protect when she is not alone.", "Ruby sleeps in her own bed.",
          ("Meet Ruby's teacher about the worry box", "school")),
    Month("amber", "green", "amber", ("Dawn begins work at the bakery", "Her first job since Ruby was born."),
          "Ruby brought me a bun. 'Mum made the icing.'", "Dawn works four mornings; her sister takes Ruby to school.",
          "Money of her own is protection.", "Dawn completed the programme.", "She can say what she would do, hour by hour.",
          "Independence lowers the risk that she turns back.", "Dawn's week has a shape.",
          ("Agree with her sister who collects Ruby on which day", "mother")),
    Month("green", "green", "green", (), "Ruby was busy with Isla and had ten minutes for me.",
          "One visit, one call each week.", "Ruby is a child of eight again.", "Follow-up session only.",
          "Dawn knows the signs and whom to call.", "This is stable without us; or it has not been tested yet.",
          "Everything agreed was done.", ("Write down the family's own safety plan", "mother")),
    Month("amber", "red", "amber", ("Craig wrote to Ruby through his mother", "The letter asks her to keep a secret from Dawn."),
          "Ruby gave me the letter. 'It made my tummy hurt.'", "The letter was found under Ruby's bed and handed to the police.",
          "Ruby chose to tell. The paternal grandmother is a way in for Craig.", "Dawn called us before she called anybody else.",
          "The risk from Craig is renewed; Dawn's response is what we hoped for.",
          "Craig tests the order; or his mother acts alone.", "The plan worked on the day it was needed.",
          ("Speak with the paternal grandmother about the order", "social_worker")),
    Month("amber", "amber", "amber", (), "Ruby asked whether it was her fault that Nan is cross.",
          "The grandmother was seen. She understood the order, and was angry.",
          "Ruby needs to hear often that the adults decide.", "Two sessions on contact.", "Dawn holds the line kindly.",
          "The grandmother's grief for her son speaks through Ruby.", "Ruby's tummy aches are gone.",
          ("Agree supervised visits of the grandmother", "social_worker")),
    Month("amber", "green", "amber", (), "'Nan came to the park. Mum was there the whole time. It was OK.'",
          "Two park visits of the grandmother, both with Dawn.", "Contact that Dawn controls is safe contact.",
          "One session.", "Dawn asked for nothing new.", "The family can keep Nan without Craig.",
          "Ruby speaks of her father when she wants to.", ("Review the visits with the grandmother after six weeks", "mother")),
    Month("green", "green", "green", ("Ruby chosen for the school choir", "Her teacher: 'a different child from last autumn'."),
          "Ruby sang for me on the stairs.", "One visit. School has no worries.", "Nine months without violence.",
          "One telephone call.", "Dawn volunteers for the next group.", "This has been tested, and held.",
          "Dawn does what we did a year ago.", ("Plan the ending with Ruby: what stays and who goes", "social_worker")),
    Month("green", "green", "green", (), "Ruby is sad that I come less. We made a calendar together.",
          "One visit; plan for the ending begun.", "Ready to step down after one more quiet month.",
          "No sessions; one message.", "She has her own network.", "Ending well is part of the work.",
          "The network meets without us.", ("Hold the last family network meeting", "mother")),
)  # fmt: skip
CASE_SUMMARY = {
    "pen_picture": "Ruby is eight, quick and funny. She sings, bakes with her mother, and has a best friend, Isla. She is of "
    "White British heritage; her grandmother's Methodist chapel matters to her.",
    "reason": "Ruby called the police when her father hit her mother. Family Safeguarding has worked with Ruby and Dawn since.",
    "visits": "Once a month by the social worker, alone with Ruby each time; calls to Dawn in between.",
    "working_well": "Dawn protects, and asks for help early. Ruby tells adults when something is wrong.",
    "worried_about": "Craig may try to reach Ruby again through his mother.",
    "plan": "Child in need plan. Step down to universal services when the ending has been planned with Ruby.",
    "contacts": "Mr Aldous, class teacher, 01632 960140. Aunt Tracey, 01632 960133.",
}
