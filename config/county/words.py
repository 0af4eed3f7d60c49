"""Invented names and sentences, made from small lists of our own."""

from random import Random

_BEGINNINGS = (
    "Ash", "Birch", "Brook", "Clay", "Cold", "Crow", "Dale", "East", "Elm", "Fair", "Fern", "Fox", "Green", "Hart",
    "Hazel", "Heron", "High", "Hill", "Holm", "Kings", "Lang", "Lark", "Lin", "Mars", "Mill", "Moor", "North", "Oak",
    "Pen", "Rook", "Sand", "Stan", "Stone", "Thorn", "Wall", "West", "White", "Win", "Wood", "York",
)  # fmt: skip
_ENDINGS = (
    "bury", "by", "combe", "den", "field", "ford", "gate", "ham", "hurst", "ley", "low", "man", "mere", "more", "ridge",
    "stead", "ton", "well", "wick", "worth",
)  # fmt: skip
SURNAMES = [beginning + ending for beginning in _BEGINNINGS for ending in _ENDINGS]
GIRLS = (
    "Ada", "Amira", "Anya", "Bea", "Carys", "Dana", "Edie", "Elin", "Esme", "Fern", "Freya", "Gwen", "Hana", "Ines",
    "Iris", "Ivy", "Jola", "Kaya", "Lena", "Lola", "Maja", "Mina", "Nell", "Niamh", "Nora", "Ola", "Orla", "Pia",
    "Rania", "Rosa", "Ruby", "Sana", "Tess", "Thea", "Una", "Vera", "Willa", "Yara", "Zara", "Zosia",
)  # fmt: skip
BOYS = (
    "Abel", "Adil", "Alek", "Amir", "Arlo", "Bram", "Cai", "Caleb", "Dario", "Dylan", "Eben", "Emil", "Ezra", "Felix",
    "Finn", "Gil", "Hamza", "Hugo", "Ilias", "Ivo", "Jago", "Jan", "Kofi", "Leon", "Luca", "Marek", "Milo", "Nico",
    "Noel", "Omar", "Otis", "Pavel", "Rafi", "Remy", "Rhys", "Sami", "Theo", "Tomas", "Yusuf", "Zeb",
)  # fmt: skip
ROADS = ("Mill Lane", "Station Road", "Church Walk", "Orchard Close", "Canal Street", "Long Row", "Park View")
TEAMS = ("Intake", "Assessment", "Safeguarding", "Support")
DISTRICTS = (
    "Alderley", "Brindle", "Carrow", "Dunmere", "Eastwell", "Farley", "Garston", "Hollin", "Inglewood", "Jessop",
    "Kelham", "Linton", "Marsden",
)  # fmt: skip

_SENTENCES = (
    "The visit was planned and the door was opened at once.",
    "The kitchen was clean, there was food in the cupboards and the heating was on.",
    "The children came home from school while we talked and went up to their room.",
    "She said that the nights are quieter since he moved to his brother's.",
    "He has been to the group three times this month and once gave a reason for staying away.",
    "The school says that attendance is at ninety-one per cent, and that reading has improved.",
    "There was a smell of cannabis on the landing, which both of them said came from next door.",
    "The health visitor saw the youngest on the same day and had no worry about weight.",
    "Grandmother will have the children on Friday nights, and knows whom to ring.",
    "They asked again for help with the letter from the housing officer.",
    "We spoke about what would happen if drinking began again, and who would notice first.",
    "What was agreed last time has been done, except for the appointment with the doctor.",
    "It is not clear who was in the house on Sunday, and the accounts differ.",
    "The bedroom has a bed for each child now; the window still does not close.",
    "He did not want to talk about the court date and left the room for a while.",
    "She can say what the children see and hear, and what it does to them.",
)
HEADLINES = (
    "Police attended at night", "Moved to the grandmother's", "Began the recovery programme", "Missed a health check",
    "A new partner moved in", "Back at school every day", "A fall from the stairs", "The tenancy was made safe",
)  # fmt: skip
CONCERNS = ("domestic abuse", "drinking at home", "a parent's mental health", "neglect", "injuries without a reason")
OUTCOMES = ("The first steps were taken.", "The plan holds.", "Little has changed.", "They manage by themselves.")


def _paragraphs(number: int) -> list[str]:
    chosen = Random(20)
    return [" ".join(chosen.sample(_SENTENCES, chosen.randint(3, 7))) for _ in range(number)]


PARAGRAPHS = _paragraphs(64)


def first_name(random: Random, sex: str) -> str:
    return random.choice(GIRLS if sex == "F" else BOYS)
