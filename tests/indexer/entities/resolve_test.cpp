#include "indexer/entities/resolve.h"

#include <gtest/gtest.h>

#include "tests/indexer/entities/marked_text.h"

namespace broadsheet {
namespace {

std::vector<Entity> resolved(std::string_view marked, const NameRules& rules = NameRules()) {
  MarkedArticle read = read_marked(marked);
  return resolve_names(read.article, std::move(read.mentions), rules);
}

struct Row {
  const char* why;
  const char* text;
  const char* entities;
};

class Resolve : public testing::TestWithParam<Row> {};

TEST_P(Resolve, GivesAReadersName) {
  EXPECT_EQ(printed(resolved(GetParam().text)), GetParam().entities) << GetParam().why << ": " << GetParam().text;
}

const Row kPersons[] = {
    {"a surname with a title goes to the full name", "[person Kai-Fu Lee] spoke. [person Mr. Lee] and [person Lee] agreed.",
     "person Kai-Fu Lee 3"},
    {"also when the full name comes later", "[person Lee] wins // [person Kai-Fu Lee] won.", "person Kai-Fu Lee 2"},
    {"a lone surname is no facet", "[person Mr. Lee] and [person Smith] met.", ""},
    {"the longest form wins", "[person John Smith], [person John Q. Smith], [person J. Smith]", "person John Q. Smith 3"},
    {"brothers are two", "[person John Smith] and [person Jane Smith]", "person John Smith 1; person Jane Smith 1"},
    {"father and son are two", "[person Donald Trump] and [person Donald Trump Jr.]", "person Donald Trump 1; person Donald Trump Jr. 1"},
    {"the nearest before", "[person Bill Clinton] came. [person Hillary Clinton] left. [person Clinton] smiled.",
     "person Bill Clinton 1; person Hillary Clinton 2"},
    {"titles are no part of a name", "[person President Barack Obama], [person Vice President Joe Biden], [person Dr. Ada Lovelace]",
     "person Barack Obama 1; person Joe Biden 1; person Ada Lovelace 1"},
    {"an office before a name",
     "[person US Secretary of State Mike Pompeo], [person of the United States Joe Biden], [person French President Emmanuel Macron], "
     "[person Pennsylvania Senator Rick Santorum]",
     "person Mike Pompeo 1; person Joe Biden 1; person Emmanuel Macron 1; person Rick Santorum 1"},
    {"a country of two words before a name", "[person United States Joe Biden] and [person Chad Michael Murray]",
     "person Joe Biden 1; person Chad Michael Murray 1"},
    {"an office is no name", "[person Press Secretary] and [misc Prime Minister] and [person First Lady]", ""},
    {"a room, a hospital and a prize are not the person whose name they bear",
     "[person James S. Brady] Press Briefing Room, [person Walter Reed] [org Army Medical Center], [person Eisenhower] Executive Office "
     "Building, the [person Sakharov] Prize",
     "place James S. Brady Press Briefing Room 1; org Walter Reed Army Medical Center 1; place Eisenhower Executive Office Building 1; "
     "misc Sakharov Prize 1"},
    {"where the whole name stands, the short form after \"at\" is no person either",
     "[person Walter Reed] Hospital is full. At last he met nurses at [person Walter Reed].", "org Walter Reed Hospital 1"},
    {"a building behind a full stop, in small letters or in a headline is another thing",
     "[person Ann Lee] Visits School // [person Ann Lee]. Room 3. [person Ann Lee] school; [person Ann Lee] and Park.", "person Ann Lee 4"},
    {"a ship is no person", "the USS [person Harry S. Truman] and [person Harry S. Truman Jr.]",
     "misc Harry S. Truman 1; person Harry S. Truman Jr. 1"},
    {"a treaty is no organisation", "the [org Trans-Pacific Partnership], the [org Paris Agreement] and [org Partnership]",
     "misc Trans-Pacific Partnership 1; misc Paris Agreement 1; org Partnership 1"},
    {"nobody begins with three capitals", "[person USAGov en Español] and [person LaHood McDonald]", "person LaHood McDonald 1"},
    {"a pope keeps his", "[person Pope Francis] prayed; [person Francis] sang.", "person Pope Francis 2"},
    {"a title before the mention of a name of one word is part of it",
     "Pope [person Francis] met King [person Charles III] and Prince [person Harry]; [person Francis] sang. Queen [person Elizabeth II]",
     "person Pope Francis 2; person King Charles III 1; person Prince Harry 1; person Queen Elizabeth II 1"},
    {"a pope has two", "Pope [person John Paul II] and [person John Paul]", "person Pope John Paul II 1; person John Paul 1"},
    {"before longer names it is a title", "Prince [person Mohammed bin Salman] and King [person Abdullah bin Hussein]",
     "person Mohammed bin Salman 1; person Abdullah bin Hussein 1"},
    {"what is written small is no title", "the king [person Richard]", ""},
    {"short given names", "[person Ted Kennedy], [person Edward M. Kennedy], [person Tim Geithner], [person Timothy Geithner]",
     "person Edward M. Kennedy 2; person Timothy Geithner 2"},
    {"other given names", "[person Ted Kennedy] and [person Robert Kennedy]", "person Ted Kennedy 1; person Robert Kennedy 1"},
    {"Xi is no number", "[person Xi Jinping] and [person Wang Xi]; [person Louis XVI]",
     "person Xi Jinping 1; person Wang Xi 1; person Louis XVI 1"},
    {"family name first", "[person Xi Jinping] met [person Mr. Xi].", "person Xi Jinping 2"},
    {"particles belong to the surname", "[person Bill de Blasio]; [person Mr. de Blasio]; [person Bashar al-Assad]; [person Assad]",
     "person Bill de Blasio 2; person Bashar al-Assad 2"},
    {"capitals of a headline", "[person KAI-FU LEE] FOUNDS [org META] // [person Kai-Fu Lee] of [org Meta]",
     "person Kai-Fu Lee 2; org Meta 2"},
    {"capitals without another form", "[person KAI-FU LEE] in [place NEW YORK]", "person Kai-Fu Lee 1; place New York 1"},
    {"one type a name", "[person Lee Smith] spoke; [person Smith] left, [place Smith] came, [person Smith] too", "person Lee Smith 4"},
    {"no circle", "[person A. B] [person B. A] [person A. B A] [person A A. B]", "person A A. B 2; person B. A 1; person A. B A 1"},
};
INSTANTIATE_TEST_SUITE_P(Persons, Resolve, testing::ValuesIn(kPersons));

const Row kOrganisations[] = {
    {"an acronym in brackets", "The [org World Health Organization] ([org WHO]) said. [org WHO] added.", "org World Health Organization 3"},
    {"a loose acronym in brackets", "[org Centers for Disease Control and Prevention] ([org CDC])",
     "org Centers for Disease Control and Prevention 2"},
    {"initials without a definition", "[org United Nations]; [org U.N.]; [org UN]", "org United Nations 3"},
    {"two long names, no telling", "[org Alpha Beta] and [org Arctic Base]: [org AB]", "org Alpha Beta 1; org Arctic Base 1; org AB 1"},
    {"corporate suffixes", "[org Meta Platforms, Inc.], [org Meta Platforms], [org Meta]", "org Meta Platforms 3"},
    {"a part of a company is another", "[org Microsoft] and [org Microsoft Research]", "org Microsoft 1; org Microsoft Research 1"},
    {"the and possessives", "[org The New York Times], the [org New York Times's]", "org New York Times 2"},
    {"a generic word says nothing", "the [org Court] and the [org Government]", ""},
    {"by the table", "[org UN], [org EU] and [org the Fed]; [org Isis] and [org ISIL]",
     "org United Nations 1; org European Union 1; org Federal Reserve 1; org Islamic State 2"},
    {"what the article defines counts more than the table", "[org International Cricket Council] ([org ICC])",
     "org International Cricket Council 2"},
    {"a chamber", "[org House of Representatives], [org House]", "org House of Representatives 2"},
    {"behind a country", "[org U.S. Senate] and [org Senate]; [org European Union] and [org Union]",
     "org U.S. Senate 2; org European Union 1"},
    {"behind two countries, no telling", "[org U.S. Senate], [org French Senate], [org Italian Senate], [org Senate]",
     "org U.S. Senate 1; org French Senate 1; org Italian Senate 1; org Senate 1"},
    {"a name that was cut at its and", "[org U.S. Customs] and [org Border Protection]; [org Customs and Border Protection]",
     "org U.S. Customs and Border Protection 2"},
    {"two names with and between", "[org Apple] and [org Border Protection]", "org Apple 1; org Border Protection 1"},
    {"another one of the name", "[org Pakistani Taliban] and [org Taliban]", "org Pakistani Taliban 1; org Taliban 1"},
    {"a newspaper by its last word", "[org The New York Times], the [org Times]", "org New York Times 2"},
    {"two newspapers, no telling", "[org New York Times], [org Irish Times], the [org Times]",
     "org New York Times 1; org Irish Times 1; org Times 1"},
    {"tagged as a place", "[place M23] and [place Hezbollah]", "org M23 1; place Hezbollah 1"},
    {"people of a party", "[org Republicans], [org House Republicans], [org Democratic], [org Republican Party]",
     "misc Republicans 1; misc House Republicans 1; misc Democratic 1; org Republican Party 1"},
    {"names of nothing", "[org Armed Forces], [org Office of the Press Secretary], [place U.S.-China]", ""},
    {"a name with a hyphen that is no pair of countries", "[org China-Link]", "org China-Link 1"},
    {"a company by its last word", "[place Leonis Capital] and [misc Page One Ventures]", "org Leonis Capital 1; org Page One Ventures 1"},
    {"spellings are one", "[org OpenAI] and [org OpenAI] and [org Openai]", "org OpenAI 3"},
};
INSTANTIATE_TEST_SUITE_P(Organisations, Resolve, testing::ValuesIn(kOrganisations));

const Row kPlaces[] = {
    {"one country", "[place U.S.], [place US], [place America], the [place United States], [place USA]", "place United States 5"},
    {"a country tagged as something else", "[org U.S.] and [misc Britain]", "place United States 1; place United Kingdom 1"},
    {"an adjective is no place", "[place American] and [place Chinese] and [org South Korean]",
     "misc American 1; misc Chinese 1; misc South Korean 1"},
    {"a city and its country", "[place Paris, France]; [place Paris]; [place Washington, D.C.]; [place Washington]",
     "place Paris 2; place Washington, D.C. 2"},
    {"a part of a country", "[place northern Iraq]; [place Northern Ireland]", "place Iraq 1; place Northern Ireland 1"},
    {"old and new names", "[place Kiev], [place Kyiv], [place Bombay]", "place Kyiv 2; place Mumbai 1"},
    {"a person may be called like a country", "[person Jordan Peele] and [person Jordan]", "person Jordan Peele 2"},
    {"letters of a state", "[place VA] and [place MD], [place N.J.], [place Calif.] and [place NY]",
     "place New Jersey 1; place California 1; place New York 1"},
    {"a storm", "[misc Hurricane Sandy] and [place Sandy]", "misc Hurricane Sandy 2"},
    {"a place that no table has", "[place Middle-earth]", "place Middle-earth 1"},
};
INSTANTIATE_TEST_SUITE_P(Places, Resolve, testing::ValuesIn(kPlaces));

const Row kNoNames[] = {
    {"days, pronouns, addresses", "[misc Monday], [person I], [org a@b.example], [misc #tag], [org 2024], [misc -]", ""},
    {"nothing", "no names", ""},
};
INSTANTIATE_TEST_SUITE_P(NoNames, Resolve, testing::ValuesIn(kNoNames));

TEST(ResolveNames, KeepsMentionsAsTheyStand) {
  const auto entities = resolved("[person Kai-Fu Lee] spoke. [person Mr. Lee]");
  ASSERT_EQ(entities.size(), 1U);
  ASSERT_EQ(entities[0].mentions.size(), 2U);
  EXPECT_EQ(entities[0].mentions[1].text, "Mr. Lee");
  EXPECT_EQ(entities[0].mentions[1].start, 18U);
  EXPECT_EQ(entities[0].mentions[1].end, 25U);
}

TEST(ResolveNames, ATitleThatIsPartOfANameIsPartOfItsMention) {
  const auto entities = resolved("“Ö” Pope [person Francis]");
  ASSERT_EQ(entities.size(), 1U);
  EXPECT_EQ(entities[0].mentions[0].text, "Pope Francis");
  EXPECT_EQ(entities[0].mentions[0].start, 4U);
  EXPECT_EQ(entities[0].mentions[0].end, 16U);
}

TEST(ResolveNames, KeepsApartWhatAPersonSplit) {
  const auto rules = NameRules::parse("split org: WHO | World Health Organization\n", "entities.conf");
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_EQ(printed(resolved("[org World Health Organization] ([org WHO])", *rules)), "org World Health Organization 1; org WHO 1");
}

// 150,000 names that share words: seconds would mean that something is compared with everything.
TEST(ResolveNames, TakesLinearTimeOnNamesThatAreAlike) {
  std::vector<NameMention> mentions;
  for (std::uint32_t i = 0; i < 150'000; ++i) {
    const std::string name = i % 3 == 0   ? fmt::format("A{} Smith", i)
                             : i % 3 == 1 ? fmt::format("Ann B{} Smith", i)
                                          : fmt::format("Smith{} Inc.", i);
    mentions.push_back({i % 3 == 2 ? EntityType::org : EntityType::person, {name, "text", 10 * i, 10 * i + 9}});
  }
  EXPECT_EQ(resolve_names(Article(), std::move(mentions), NameRules()).size(), 10'000U);
}

}  // namespace
}  // namespace broadsheet
