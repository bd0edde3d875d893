// The built-in model over articles: what holds for any text, and plain sentences that any useful model gets right.
#include "indexer/entities/tagger.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <string>

#include "common/text.h"
#include "indexer/entities/embedded_model.h"

namespace broadsheet {
namespace {

constexpr std::string_view kTypes[] = {"person", "org", "place", "misc"};

std::string slice(std::string_view text, std::uint32_t start, std::uint32_t end) {
  std::string out;
  std::uint32_t n = 0;
  for (std::size_t pos = 0; pos < text.size(); ++n) {
    const char32_t c = next_code_point(text, pos);
    if (n >= start && n < end) append_code_point(out, c);
  }
  return out;
}

std::string names_of(std::string text) {
  Article article;
  article.text = std::move(text);
  std::string out;
  for (const NameMention& name : tag_names(article)) {
    if (name.type == EntityType::misc) continue;
    out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", kTypes[static_cast<std::size_t>(name.type)], name.mention.text);
  }
  return out;
}

struct Row {
  std::string_view text;
  std::string_view names;
};

TEST(EntityTagger, FindsNamesOfPlainNews) {
  const Row rows[] = {
      {"", ""},
      {"the weather was fine and nobody complained.", ""},
      {"German Chancellor Angela Merkel met Xi Jinping in Beijing on Monday.", "person: Angela Merkel, person: Xi Jinping, place: Beijing"},
      {"Mr. Lee's start-up built on Meta's technology.", "person: Lee, org: Meta"},
      {"The United Nations said fighting went on near Kabul, Afghanistan.", "org: United Nations, place: Kabul, place: Afghanistan"},
      {"“It is late,” said Chris Nicholson of Page One Ventures in San Francisco.",
       "person: Chris Nicholson, org: Page One Ventures, place: San Francisco"},
      {"Shares of Toyota Motor Corp. fell in Tokyo.", "org: Toyota Motor Corp., place: Tokyo"},
  };
  for (const Row& row : rows) EXPECT_EQ(names_of(std::string(row.text)), row.names) << row.text;
}

TEST(EntityTagger, FieldsComeInTheirOrderWithOffsetsOfTheirOwn) {
  Article article;
  article.title = "Angela Merkel visits Paris";
  article.deck = "Emmanuel Macron waits";
  article.text = "É so: Angela Merkel flew to Paris.";
  std::string found;
  for (const NameMention& name : tag_names(article)) {
    found += fmt::format("{} {}-{} {}; ", name.mention.field, name.mention.start, name.mention.end, name.mention.text);
  }
  EXPECT_EQ(found, "title 0-13 Angela Merkel; title 21-26 Paris; deck 0-15 Emmanuel Macron; text 6-19 Angela Merkel; text 28-33 Paris; ");
}

TEST(EntityTagger, TextsOfAnotherLanguageAreLeftAlone) {
  Article article;
  article.text = "Angela Merkel flew to Paris.";
  article.language = "de";
  EXPECT_TRUE(tag_names(article).empty());
  article.language = "en-GB";
  EXPECT_EQ(tag_names(article).size(), 2U);
}

TEST(EntityTagger, TextsThatReadForeignAreLeftAloneWhateverTheirLanguageIsSaidToBe) {
  Article article;
  article.language = "en";
  article.text =
      "El Presidente Barack Obama habló en la Casa Blanca de la reforma del sistema de salud. "
      "Los miembros de la Cámara de Representantes que votaron por la ley de Estados Unidos son de los dos partidos, "
      "y el Senado de Washington la aprobó en la tarde de los debates con Nancy Pelosi.";
  EXPECT_TRUE(tag_names(article).empty());
  article.text =
      "Angela Merkel of Germany met Charles de Gaulle, Leonardo di Caprio and Luis de la Fuente of the El Paso Times in Los Angeles "
      "and La Paz, and went to the Rio de la Plata, the officials of the Banco de la Nacion said after the talks in Des Moines.";
  EXPECT_FALSE(tag_names(article).empty());
}

TEST(EntityTagger, MentionsAreSlicesOfTheirFieldInOrderWhateverTheText) {
  const std::string_view pieces[] = {"Angela Merkel",
                                     "Paris",
                                     "U.S.",
                                     "’s",
                                     "'s",
                                     " ",
                                     " ",
                                     "\n",
                                     "\n\n",
                                     ".",
                                     ", ",
                                     "“",
                                     "”",
                                     "É",
                                     "Émile Zola",
                                     "中国",
                                     "AI",
                                     "\xF0\x9F\x98\x80",
                                     "(",
                                     ")",
                                     "-",
                                     "—",
                                     "Inc.",
                                     "the ",
                                     "of ",
                                     "said ",
                                     "\u00A0",
                                     "\u200B",
                                     "1,000",
                                     "@x",
                                     "http://a.b/",
                                     "\u0301",
                                     "ﬁ",
                                     "Ĳ",
                                     "Москва",
                                     "-LRB-",
                                     "''"};
  std::mt19937 random(7);
  std::size_t names = 0;
  for (int round = 0; round < 2000; ++round) {
    Article article;
    const std::size_t length = random() % 40;
    for (std::size_t i = 0; i < length; ++i) article.text += pieces[random() % std::size(pieces)];
    for (std::size_t i = 0; i < random() % 6; ++i) article.title += pieces[random() % std::size(pieces)];
    std::uint32_t last = 0;
    std::string_view field;
    for (const NameMention& name : tag_names(article)) {
      if (name.mention.field != field) last = 0;
      field = name.mention.field;
      const std::string& text = field == "title" ? article.title : article.text;
      ASSERT_EQ(slice(text, name.mention.start, name.mention.end), name.mention.text) << article.text;
      ASSERT_GE(name.mention.start, last) << article.text;
      ASSERT_FALSE(name.mention.text.ends_with("'s") && name.mention.text.size() <= 2) << article.text;
      last = name.mention.end;
      ++names;
    }
  }
  EXPECT_GT(names, 2000U);
}

TEST(EntityTagger, RemembersNothingOfTheArticlesBefore) {
  Article article;
  article.text = "Jordan scored twice for Bristol. Jordan then left.";
  const auto text_of = [&] {
    std::string out;
    for (const NameMention& name : tag_names(article)) out += fmt::format("{}{} ", static_cast<int>(name.type), name.mention.text);
    return out;
  };
  const std::string alone = text_of();
  Article other;
  other.text = "King Abdullah of Jordan spoke in Amman, Jordan. JORDAN AND BRISTOL.";
  static_cast<void>(tag_names(other));
  EXPECT_EQ(text_of(), alone);
}

// Bytes of mapped files that this process holds in memory.
std::size_t mapped_bytes() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word && word != "RssFile:") {
  }
  std::size_t kibibytes = 0;
  status >> kibibytes;
  return kibibytes << 10;
}

TEST(EntityTagger, TheModelIsGivenBackAndReadAgain) {
  const std::string names = names_of("Angela Merkel met Barack Obama in Berlin.");
  std::size_t sum = 0;  // touches all pages
  for (const char byte : embedded_entity_model()) sum += static_cast<unsigned char>(byte);
  EXPECT_GT(sum, 0U);
  const std::size_t before = mapped_bytes();
  release_embedded_entity_model();
  EXPECT_LT(mapped_bytes() + embedded_entity_model().size() / 10 * 9, before);
  EXPECT_EQ(names_of("Angela Merkel met Barack Obama in Berlin."), names);
}

TEST(EntityTagger, ItsVersionNamesTheModel) {
  const std::string_view version = entity_model_version();
  ASSERT_GE(version.size(), 14U);
  EXPECT_EQ(version[version.size() - 13], '-');
  EXPECT_EQ(version.find_first_not_of("0123456789abcdef-"), std::string_view::npos);
}

}  // namespace
}  // namespace broadsheet
