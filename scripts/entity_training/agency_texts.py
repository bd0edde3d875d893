# SPDX-License-Identifier: GPL-3.0-or-later
"""Invented agency copy with known names: results, standings and summaries of sport, datelines, business.

News agencies send pages of results in forms of their own ("Leeds 2 Derby 0", "1. Jo Smith (U.S.) 1 hour 2 minutes"), in which a city
is a team. No labelled text of a free licence has them; so patterns written down here are filled with names from the lists, by a seeded choice.
A slot `{type:what}` becomes a name of that type (PER, ORG, LOC, MISC, or ? for a label in doubt).
"""

import random
import re

from entity_training.lists import own_lists

AGENCIES = ("Reuters", "AP", "AFP", "Xinhua", "UPI", "Kyodo", "Interfax", "Bloomberg")
MONTHS = "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec. January February August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SPORTS = "SOCCER BASKETBALL BASEBALL TENNIS CRICKET RUGBY GOLF ATHLETICS CYCLING HOCKEY FOOTBALL SKIING SWIMMING BOXING VOLLEYBALL BADMINTON".split()
US_TEAM_CITIES = ("Boston", "New York", "Baltimore", "Toronto", "Detroit", "Cleveland", "Chicago", "Kansas City", "Minnesota", "Houston", "Texas", "Seattle", "Oakland",
                  "California", "Los Angeles", "San Francisco", "San Diego", "Colorado", "St. Louis", "Milwaukee", "Cincinnati", "Pittsburgh", "Atlanta", "Florida",
                  "Philadelphia", "Montreal", "Miami", "Orlando", "Washington", "Charlotte", "Indiana", "Sacramento", "Phoenix", "Portland", "Denver", "Utah", "Dallas",
                  "San Antonio", "New Jersey", "Golden State", "Vancouver", "Buffalo", "Green Bay", "Tampa Bay", "New England", "Carolina", "Jacksonville", "Arizona",
                  "Tennessee", "New Orleans", "Edmonton", "Calgary", "Ottawa", "Anaheim", "San Jose", "Hartford", "Memphis", "Oklahoma City", "Las Vegas", "Nashville")
CITY_CLUBS = ("Leeds", "Derby", "Coventry", "Sunderland", "Leicester", "Nottingham", "Sheffield", "Norwich", "Ipswich", "Bristol", "Blackburn", "Bolton", "Oldham", "Bradford",
              "Swindon", "Reading", "Portsmouth", "Plymouth", "Preston", "Burnley", "Southampton", "Newcastle", "Barnsley", "Huddersfield", "Stoke", "Oxford", "Cambridge",
              "Lincoln", "Chester", "Exeter", "Carlisle", "Hull", "Cardiff", "Swansea", "Wrexham", "Aberdeen", "Dundee", "Kilmarnock", "Motherwell", "Bremen", "Cologne",
              "Duisburg", "Freiburg", "Bochum", "Karlsruhe", "Rostock", "Hamburg", "Stuttgart", "Munich", "Dortmund", "Monaco", "Bordeaux", "Nantes", "Strasbourg", "Rennes",
              "Montpellier", "Nice", "Caen", "Nancy", "Cannes", "Lens", "Metz", "Lille", "Lyon", "Toulouse", "Parma", "Bologna", "Verona", "Cagliari", "Perugia", "Piacenza",
              "Vicenza", "Torino", "Genoa", "Venezia", "Valencia", "Zaragoza", "Oviedo", "Valladolid", "Tenerife", "Sevilla", "Malaga", "Utrecht", "Groningen", "Twente", "Breda",
              "Heerenveen", "Gent", "Liege", "Lokeren", "Basel", "Zurich", "Lausanne", "Sion", "Salzburg", "Linz", "Graz", "Bath", "Gloucester", "Northampton", "Bedford",
              "Wigan", "Halifax", "Castleford", "Warrington", "Brisbane", "Canberra", "Melbourne", "Adelaide", "Perth", "Sydney", "Auckland", "Durban", "Barcelona", "Limoges")
NATIONS = ("Germany", "Italy", "France", "Spain", "England", "Scotland", "Wales", "Ireland", "Netherlands", "Belgium", "Sweden", "Norway", "Denmark", "Finland", "Russia",
           "Ukraine", "Poland", "Czech Republic", "Slovakia", "Hungary", "Romania", "Bulgaria", "Greece", "Turkey", "Austria", "Switzerland", "Portugal", "Croatia", "Slovenia",
           "Japan", "China", "South Korea", "Thailand", "Indonesia", "Malaysia", "Iran", "Iraq", "Kuwait", "Saudi Arabia", "United Arab Emirates", "Uzbekistan", "Syria",
           "Australia", "New Zealand", "South Africa", "Nigeria", "Cameroon", "Ghana", "Egypt", "Morocco", "Tunisia", "Algeria", "Kenya", "Ethiopia", "Zambia", "Zimbabwe",
           "Brazil", "Argentina", "Uruguay", "Chile", "Colombia", "Mexico", "Jamaica", "Costa Rica", "Canada", "U.S.", "United States", "Britain", "Cuba", "India", "Pakistan",
           "Sri Lanka", "West Indies", "Bangladesh", "Georgia", "Belarus", "Latvia", "Lithuania", "Estonia", "Moldova", "Armenia", "Kazakhstan", "Israel", "Cyprus", "Iceland")

# Teams of county cricket.
COUNTIES = ("Derbyshire", "Durham", "Essex", "Glamorgan", "Gloucestershire", "Hampshire", "Kent", "Lancashire", "Leicestershire", "Middlesex", "Northamptonshire", "Nottinghamshire",
            "Somerset", "Surrey", "Sussex", "Warwickshire", "Worcestershire", "Yorkshire")

# One line a sentence; documents are drawn from the groups.
RESULT_LINES = (
    "{ORG:club} {n} {ORG:club} {n}", "{ORG:club} {n} {ORG:club} {n}", "{ORG:us} {nn} {ORG:us} {nn}", "{ORG:US} {nn} {ORG:US} {nn}", "{LOC:nation} {n} {LOC:nation} {n}",
    "{ORG:us} {nn} , {ORG:us} {nn}", "{ORG:US} AT {ORG:US}", "{ORG:us} at {ORG:us}", "{ORG:club} {n} {ORG:club} {n} ( halftime {n}-{n} )", "{ORG:club} v {ORG:club}",
    "{ORG:US} {nn} {nn} {nn} .{nnn} {nn}", "{ORG:club} {nn} {nn} {n} {n} {nn} {nn} {nn}", "{ORG:US} {nn} {nn} {nn} {nnn} {nnn} {nn}", "{ORG:team} {nn} {nn} {n} {n} {nn} {nn}",
    "{LOC:nation} {n} {n} {n} {n} {n} {n}", "{n} . {ORG:club} {nn} {nn} {nn}", "{ORG:us} ( {n}-{n} ) at {ORG:us} ( {n}-{n} )", "Attendance : {nn},{nnn}", "Halftime {n}-{n}",
    "{ORG:team} {n} {ORG:team} {n}", "{ORG:club} {n} ( {PER:last} {nn} , {PER:last} {nn} penalty ) {ORG:club} {n} ( {PER:last} {nn} )", "Scorers : {PER:full} ( {nn} , {nn} )",
    "Scorer : {PER:last} ( {nn}th minute )", "{LOC:nation} - {PER:full} ( {n}th minute ) , {PER:full} ( {nn}th )", "{nn} - {PER:full} ( {ORG:club} )", "W L PCT GB", "P W D L F A Pts",
    "{nn} {PER:full} ( {ORG:team} )", "{ORG:club} : {PER:last} {nn} , {PER:last} {nn}", "{ORG:us} beat {ORG:us} {n}-{n}", "{ORG:club} lead {LOC:nation} {n}-{n}")
RACE_LINES = (
    "{n}. {PER:full} ( {LOC:nation} ) {n}:{nn}.{nn}", "{n} . {PER:full} ( {LOC:nation} ) {nn}.{nn} seconds", "{nn}. {PER:full} {LOC:nation} {nnn} points",
    "{PER:full} ( {LOC:nation} ) beat {PER:full} ( {LOC:nation} ) 6-{n} 7-6", "{n} - {PER:full} ( {LOC:nation} ) beat {PER:full} ( {LOC:nation} ) 6-4 6-{n}",
    "{nnn} {PER:full} ( {LOC:nation} ) {nn} {nn} {nn}", "{nnn} {PER:full} {nn} {nn} {nn}", "{PER:full} , {LOC:nation} , beat {PER:full} , {LOC:nation} , 15-{n} 15-{nn}",
    "Men 's singles , first round", "Women 's {nnn} metres", "{n}. {PER:full} ( {LOC:nation} ) {ORG:club} {n} hours {nn} minutes", "{PER:full} ( {LOC:nation} ) bt {PER:full} ( {LOC:nation} )",
    "{n}. {LOC:nation} ( {PER:full} , {PER:full} , {PER:full} ) {n}:{nn}", "{PER:full} b {PER:last} {nn}", "{PER:full} c {PER:last} b {PER:last} {nn}", "{PER:full} not out {nn}",
    "Bowling : {PER:last} {nn}-{n}-{nn}-{n} , {PER:last} {nn}-{n}-{nn}-{n}", "Extras ( lb-{n} nb-{n} ) {nn}", "{n}. {PER:full} {LOC:nation} {ORG:maker} {n}:{nn}:{nn}")
STORY_LINES = (
    "{ORG:club} beat {ORG:club} {n}-{n} in the {MISC:adjective} first division on {day} .", "{ORG:us} beat {ORG:us} {nn}-{nn} on {day} night .", "{LOC:nation} beat {LOC:nation} {n}-{n} in a World Cup qualifier on {day} .",
    "In {LOC:city} , {PER:full} scored {nn} points as the {ORG:nick} beat {ORG:us} .", "In {LOC:city} , the {ORG:nick} won their {n}th straight game .", "{PER:full} scored twice as {ORG:club} drew {n}-{n} at {ORG:club} .",
    "{ORG:club} midfielder {PER:full} will miss the match against {ORG:club} .", "{LOC:nation} coach {PER:full} named a squad of {nn} on {day} .", "{PER:last} , who joined {ORG:club} from {ORG:club} , scored in the {nn}th minute .",
    "{ORG:club} manager {PER:full} said his side were lucky .", "{ORG:team} signed {MISC:adjective} striker {PER:full} from {ORG:club} on {day} .", "The {ORG:us} {ORG:nickonly} lost in {LOC:city} .",
    "{PER:full} of {LOC:nation} won the {nnn} metres in {LOC:city} on {day} .", "Second seed {PER:full} beat {MISC:adjective} {PER:full} in the quarter-finals .", "{ORG:club} are {n} points ahead of {ORG:club} at the top of the table .",
    "{ORG:us} pitcher {PER:full} struck out {nn} .", "{PER:last} homered for {ORG:us} in the {n}th inning .", "{ORG:club} face {ORG:club} in {LOC:city} next {day} .", "{LOC:nation} 's {PER:full} finished third .",
    "Champions {ORG:club} were held to a goalless draw by {ORG:club} .", "{ORG:county} declared on {nnn} for {n} against {ORG:county} .", "{ORG:county} {nnn} ( {PER:last} {nn} , {PER:last} {n}-{nn} )", "At {LOC:city} : {ORG:county} {nnn} and {nn}-{n} .",
    "{PER:full} ( {LOC:nation} ) , winner in {LOC:city} last year , is out .", "{ORG:club} defender {PER:full} was sent off at {LOC:city} .", "The {ORG:nick} have beaten the {ORG:nick} four times .", "{LOC:nation} take on {LOC:nation} in {LOC:city} on {day} .")
HEADINGS = (
    "{sport} - RESULTS OF {MISC:ADJECTIVE} FIRST DIVISION MATCHES .", "{sport} - {PER:LAST} WINS IN {LOC:CITY} .", "{sport} - {ORG:CLUB} BEAT {ORG:CLUB} {n}-{n} .", "{sport} - {LOC:NATION} BEAT {LOC:NATION} .",
    "{sport} - STANDINGS AFTER {DAY} 'S GAMES .", "{sport} - {PER:LAST} OUT OF {LOC:NATION} SQUAD .", "{sport} - {ORG:US} BEAT {ORG:US} .", "{sport} - {MISC:ADJECTIVE} LEAGUE STANDINGS .", "{sport} - {ORG:CLUB} SIGN {MISC:ADJECTIVE} STRIKER {PER:LAST} .",
    "Results of {MISC:adjective} first division matches played on {day} :", "Results from the {MISC:adjective} championships in {LOC:city} on {day} :", "Leading scores after the second round in {LOC:city} on {day} :", "{sport} - {LOC:NATION} NAME SQUAD FOR {LOC:NATION} TOUR .",
    "Standings ( tabulate under games played , won , drawn , lost ) :", "Summaries of {MISC:adjective} league matches on {day} :", "{sport} - {PER:LAST} LEADS IN {LOC:CITY} .", "{MISC:adjective} division one soccer results :", "{sport} - SCORE AT CLOSE IN {LOC:CITY} .")
DATELINES = (
    "{LOC:CITY} 19{nn}-0{n}-{nn}", "{LOC:CITY} , {LOC:nation} 19{nn}-0{n}-{nn}", "{LOC:CITY} , {month} {nn} ( {ORG:agency} ) - the government said on {day} it would act .", "{LOC:CITY} ( {ORG:agency} ) - Police in {LOC:city} arrested three men .",
    "{LOC:CITY} , {LOC:nation} ( {ORG:agency} ) - {MISC:adjective} officials met {PER:full} on {day} .", "{LOC:CITY} , {month} {nn} ( {ORG:agency} ) -- {MISC:adjective} Prime Minister {PER:full} said on {day} .", "{LOC:CITY} ( {ORG:agency} ) - {LOC:nation} and {LOC:nation} signed an accord .",
    "{LOC:CITY} , {month} {nn} -- Shares fell on {day} , dealers said .", "{PER:full}", "By {PER:full}", "By {PER:full} and {PER:full}", "( Reporting by {PER:full} in {LOC:city} ; Editing by {PER:full} )", "( Additional reporting by {PER:full} and {PER:full} in {LOC:city} )",
    "-- {PER:full} , {ORG:agency} {LOC:city} newsroom", "{LOC:city} , {month} {nn} , 20{nn} ( {ORG:agency} ) - {LOC:nation} 's parliament voted on {day} .", "By {PER:full} , {ORG:agency}", "{LOC:CITY} : {PER:full} was in {LOC:city} on {day} .")

BUSINESS_LINES = (
    "{PER:full} , a partner at {ORG:firm} , said the deal was fair .", "said {PER:full} , an analyst at {ORG:firm} in {LOC:city} .", "{ORG:firm} , an investment firm in {LOC:city} , bought the shares .", "{PER:full} of {ORG:firm} said on {day} that prices would fall .",
    "Shares of {ORG:company} rose {n} percent after {ORG:company} cut its forecast .", "{ORG:company} said it would buy {ORG:company} for $ {n} billion .", "{ORG:media} reported on {day} that {ORG:company} was in talks with {ORG:firm} .", "{PER:full} told {ORG:media} that {LOC:nation} needed a new law .",
    "The company , {ORG:firm} , was founded by {PER:full} .", "{ORG:company} released a new version of {MISC:product} on {day} .", "A year after {MISC:product} was released by {ORG:company} , rivals have followed .", "{ORG:company} 's {MISC:product} competes with {MISC:product} .", "{PER:last} said {ORG:firm} would invest in {ORG:company} .",
    "The model , called {MISC:product} , came from {ORG:company} .", "{ORG:firm} and {ORG:firm} led the round , people familiar with the matter said .", "Investors such as {ORG:firm} put $ {nn} million into {ORG:company} .", "{ORG:company} , {ORG:company} and {ORG:company} declined to comment .", "{MISC:product} was trained on data from {ORG:company} .",
    "{PER:full} , chief executive of {ORG:company} , spoke in {LOC:city} .", "The {MISC:adjective} start-up {ORG:firm} hired {PER:full} from {ORG:company} .", "{MISC:product} and {MISC:product} are popular with developers .", "Officials of {ORG:body} met in {LOC:city} on {day} .", "{ORG:body} said {LOC:nation} had not paid .",
    "Lawyers for {ORG:company} asked {ORG:body} to act .", "{ORG:firm} rated the bonds of {LOC:nation} as risky .", "{PER:full} , who runs {ORG:firm} , once worked for {ORG:body} .", "The {ORG:company} spokesman {PER:full} said so .", "{ORG:company} opened an office in {LOC:city} , {LOC:nation} .")

SLOT = re.compile(r"\{(?:([A-Z?]+):)?([A-Za-z]+)\}")


class Names:
    """Names by what they are; `random` decides."""

    def __init__(self, lists_file, own_file, seed):
        self.random = random.Random(seed)
        by_list = {}
        with open(lists_file, encoding="utf-8") as file:
            for line in file:
                names, phrase = line.rstrip("\n").split("\t")
                for name in names.split(","):
                    by_list.setdefault(name, []).append(phrase)
        own = {}
        for name, phrase in own_lists(own_file):
            own.setdefault(name, []).append(phrase)
        self.first = by_list.get("first_name", ["Jo"]) + by_list.get("rare_first_name", ["Jo"])[::4]
        self.last = by_list.get("surname", ["Smith"])[::3] + by_list.get("rare_surname", ["Smith"])
        self.cities = [c for c in by_list.get("large_city", ["London"]) if c[0].isupper() and len(c.split()) < 3 and c.isascii()]
        self.teams = own["team"]
        self.adjectives = [a for a in own["demonym"] if not a.endswith("s") or a in ("Swiss",)][:120]
        self.companies = [o for o in own["organisation"] if o[0].isupper() or o[0].isdigit()]
        self.bodies = self.companies[:170]
        self.companies = self.companies[170:]
        self.products = [p for p in own["product"] if not p.islower()]
        self.media = own["media"]
        self.suffixes = [s for s in own["organisation_suffix"] if len(s) > 3 and s[0].isupper() and s not in ("Forces", "Army", "Police", "City", "Office", "Court", "Church")]
        self.cores = self.last[::7] + ["Blue", "Stone", "North", "Green", "Bright", "Page One", "First", "Harbor", "Summit", "Atlas", "Delta", "Orion", "Lion", "Falcon", "River", "Silver", "Apex", "Nova", "Quantum", "Open"]
        self.makers = [m for m in own["organisation"] if m in ("Ferrari", "Honda", "Yamaha", "Ford", "Toyota", "Mitsubishi", "Subaru", "Suzuki", "McLaren", "Renault", "Peugeot", "BMW")]

    def pick(self, what):
        choose = self.random.choice
        upper = what.isupper() and what not in ("US",)
        kind = what.lower()
        name = {
            "club": lambda: choose(CITY_CLUBS) if self.random.random() < 0.6 else choose(self.teams) if self.random.random() < 0.6 else choose(self.cities),
            "team": lambda: choose(self.teams),
            "us": lambda: choose(US_TEAM_CITIES),
            "nick": lambda: choose([t for t in self.teams[140:300] if " " not in t] or self.teams),
            "nickonly": lambda: choose([t for t in self.teams[140:300] if " " not in t] or self.teams),
            "county": lambda: choose(COUNTIES),
            "firm": lambda: f"{choose(self.cores)} {choose(self.suffixes)}",
            "company": lambda: choose(self.companies) if self.random.random() < 0.8 else f"{choose(self.cores)} {choose(('AI', 'Inc.', 'Corp.', 'Ltd.', 'Inc', 'Corp', 'PLC', 'Group'))}",
            "body": lambda: choose(self.bodies),
            "media": lambda: choose(self.media),
            "product": lambda: choose(self.products),
            "maker": lambda: choose(self.makers),
            "nation": lambda: choose(NATIONS),
            "city": lambda: choose(self.cities),
            "adjective": lambda: choose(self.adjectives),
            "agency": lambda: choose(AGENCIES),
            "full": self.full_name,
            "last": lambda: choose(self.last),
        }[kind]()
        return name.upper() if upper or what == "US" else name

    def full_name(self):
        choose = self.random.choice
        middle = f" {choose('ABCDEFGHJKLMPRST')}." if self.random.random() < 0.04 else ""
        return f"{choose(self.first)}{middle} {choose(self.last)}"

    def plain(self, what):
        if set(what) == {"n"}:
            return "".join(self.random.choice("123456789" if i == 0 else "0123456789") for i in range(len(what)))
        if what.lower() == "day":
            day = self.random.choice(DAYS)
            return day.upper() if what.isupper() else day
        return self.random.choice({"month": MONTHS, "sport": SPORTS}[what])


def tokens_of(pattern, names):
    """[(token, label)] of a filled pattern."""
    tokens = []
    for word in pattern.split(" "):
        match = SLOT.fullmatch(word)
        if match and match[1]:
            parts = names.pick(match[2]).split(" ")
            for i, part in enumerate(parts):
                tokens.append((part, "?" if match[1] == "?" else f"{'B' if i == 0 else 'I'}-{match[1]}"))
        else:
            tokens.append((SLOT.sub(lambda m: names.plain(m[2]), word), "O"))
    # A team named with its city and nickname is one name.
    for i in range(1, len(tokens)):
        if tokens[i][1] == "B-ORG" and tokens[i - 1][1].endswith("-ORG"):
            tokens[i] = (tokens[i][0], "I-ORG")
    return tokens


def write_agency_texts(path, lists_file, own_file, seed, documents=350):
    names = Names(lists_file, own_file, seed)
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for _ in range(documents):
            out.write("-DOCSTART-\tO\n\n")
            choose = names.random.choice
            body = names.random.choices((RESULT_LINES, RACE_LINES, STORY_LINES, DATELINES, BUSINESS_LINES), weights=(4, 3, 4, 3, 5))[0]
            lines = [choose(HEADINGS)] if body not in (DATELINES, BUSINESS_LINES) else []
            lines += [choose(DATELINES[:2])] if names.random.random() < 0.5 else [choose(DATELINES)]
            # A page of results uses a few forms again and again.
            forms = [choose(body) for _ in range(names.random.randint(2, 6))]
            lines += [choose(forms) for _ in range(names.random.randint(4, 16))]
            for line in lines:
                for token, label in tokens_of(line, names):
                    out.write(f"{token}\t{label}\n")
                out.write("\n")
