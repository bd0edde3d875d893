// Which part of an article does a result line show?
#include "searcher/snippet.h"

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <string>

#include "common/text.h"

namespace broadsheet {
namespace {

// Hits are the normalised words of this set.
IsHitWord hits(std::set<std::string, std::less<>> words) {
  return [words = std::move(words)](std::string_view word) { return words.contains(word); };
}

std::string without_markup(std::string html) {
  for (const auto& [from, to] :
       {std::pair{"<em>", ""}, {"</em>", ""}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}) {
    for (std::size_t at = html.find(from); at != std::string::npos; at = html.find(from, at + 1))
      html.replace(at, std::string(from).size(), to);
  }
  return html;
}

constexpr std::string_view kStory =
    "The council met on Monday. Nothing was decided in the first hour, which went by with greetings.\n\n"
    "Then Mr. Smith spoke about open-source models and who may reuse them. He named “Open Weights” as one example. "
    "The mayor thanked him. Later in the evening, after the coffee, a model of the new bridge was shown to everybody who had stayed.";

struct Row {
  std::string_view why;
  std::string_view text;
  std::set<std::string, std::less<>> words;
  std::size_t length;
  std::string_view snippet;
};

TEST(Snippet, ShowsTheWindowWithTheMostDifferentHits) {
  static const Row kRows[] = {
      {"the beginning, when nothing is marked", kStory, {}, 60, "The council met on Monday. Nothing was decided in the …"},
      {"ends at a sentence that fills most of the room", kStory, {"council"}, 30, "The <em>council</em> met on Monday."},
      {"begins at the sentence of the hits; Mr. is no end",
       kStory,
       {"models", "reuse"},
       100,
       "Then Mr. Smith spoke about open-source <em>models</em> and who may <em>reuse</em> them. He named “Open Weights” as …"},
      {"parts joined by a hyphen are one mark",
       kStory,
       {"open", "source", "models", "reuse"},
       60,
       "… about <em>open-source</em> <em>models</em> and who may <em>reuse</em> them."},
      {"cut on both sides", kStory, {"reuse"}, 48, "… and who may <em>reuse</em> them. He named “Open …"},
      {"different words count more than repeated ones",
       "Tax tax tax tax. Then a long way of other words goes by here. A tax on model trains.",
       {"tax", "model"},
       30,
       "A <em>tax</em> on <em>model</em> trains."},
      {"the earliest of equals", "One tax here and now. Another tax there and then.", {"tax"}, 24, "One <em>tax</em> here and now."},
      {"the end of the text uses the room before it",
       kStory,
       {"stayed"},
       60,
       "… of the new bridge was shown to everybody who had <em>stayed</em>."},
      {"the whole text when it fits", "A short  one\n\nwith a hit.", {"hit"}, 200, "A short one with a <em>hit</em>."},
      {"escapes before it marks",
       "<b>AT&T</b> \"is\" <em>it</em>",
       {"is"},
       200,
       "&lt;b&gt;AT&amp;T&lt;/b&gt; &quot;<em>is</em>&quot; &lt;em&gt;it&lt;/em&gt;"},
      {"possessives and capitals are marked as they stand", "META’s plan", {"meta"}, 200, "<em>META’s</em> plan"},
      {"text without blanks is cut between characters", "日本語日本語日本語日本語日本語日本語", {}, 16, "日本語日本語日本語日本語日本 …"},
      {"neighbours without a hyphen are marked apart", "open source", {"open", "source"}, 200, "<em>open</em> <em>source</em>"},
      {"a name with marks is one", "AT&T and T at", {"at&t"}, 200, "<em>AT&amp;T</em> and T at"},
      {"so is one of three parts", "x www.ny.com", {"www.ny", "ny.com"}, 200, "x <em>www.ny.com</em>"},
      {"a word of such a name is marked without the mark", "01.AI", {".ai"}, 200, "01.<em>AI</em>"},
      {"marks behind a word are part of it", "C++ or C", {"c++"}, 200, "<em>C++</em> or C"},
      {"under 16 characters there is no room for marks of a cut", "Broadsheet searches", {}, 12, "Broadsheet"},
      {"nothing", "Broadsheet searches", {}, 0, ""},
      {"nothing of nothing", "", {"a"}, 100, ""},
  };
  for (const Row& row : kRows) EXPECT_EQ(make_snippet(row.text, hits(row.words), row.length), row.snippet) << row.why;
}

TEST(Snippet, MarksNoNameWithAPartThatIsNotIndexed) {
  const std::string name = std::string(100, 'x') + ".com";
  EXPECT_EQ(make_snippet(name, hits({".com"}), 200), std::string(100, 'x') + ".<em>com</em>");
  EXPECT_EQ(make_snippet("a." + std::string(100, 'x'), hits({"a"}), 200), "<em>a</em>." + std::string(100, 'x'));
}

TEST(Snippet, IsNeverLongerThanAskedNorBreaksACharacter) {
  const std::string text =
      std::string(kStory) + " naïve “quoted” Ünïcode 日本語テキスト " + std::string(100, 'x') + " " + std::string(kStory);
  for (std::size_t length = 1; length < 900; ++length) {
    for (const auto& words :
         {hits({}), hits({"model", "models"}), hits({"unicode"}), hits({std::string(64, 'x')}), hits({"a", "the", "in", "of"})}) {
      const std::string snippet = make_snippet(text, words, length);
      EXPECT_TRUE(is_valid_utf8(snippet)) << length;
      EXPECT_LE(count_code_points(without_markup(snippet)), length) << snippet;
      EXPECT_FALSE(snippet.empty());
    }
  }
}

TEST(Snippet, ContainsAHitWheneverOneFits) {
  const std::string text = std::string(kStory) + " " + std::string(5000, '(') + " needle " + std::string(kStory);
  for (std::size_t length = 6; length < 400; ++length) {
    EXPECT_NE(make_snippet(text, hits({"needle"}), length).find("<em>needle</em>"), std::string::npos) << length;
  }
}

// Twice the text takes about twice the time, also for text made to hurt: all hits, no blanks, only closing quotes.
TEST(Snippet, IsLinearInTheText) {
  const auto seconds = [](const std::string& text) {
    const auto begin = std::chrono::steady_clock::now();
    make_snippet(text, hits({"a"}), 200);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  for (const std::string_view part : {"a ", "a", "a-", ")", "”", ". ", "日"}) {
    std::string text;
    while (text.size() < 1'000'000) text += part;
    EXPECT_LT(seconds(text), 2) << part;
  }
}

}  // namespace
}  // namespace broadsheet
