// Is an answer still what its manifest says? Lists then and now -> what differs.
#include "searcher/verify.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace broadsheet {
namespace {

using List = std::vector<ListedArticle>;

Answer answer_of(const List& listed, const std::string& content) {
  Answer answer;
  answer.archive = {content == "then" ? "000001" : "000002", "2026-11-25T03:00:00Z", content, 5};
  answer.understood = "flood";
  answer.listed = listed;
  return answer;
}

const List kThen = {{"a", "1"}, {"b", "2"}, {"c", "3"}};

std::string text_of(const List& now, const std::string& content, bool with_list = true, std::size_t limit = 20) {
  const AnswerManifest manifest = make_answer_manifest(answer_of(kThen, "then"), "query");
  const std::optional<List> list = with_list ? std::optional(kThen) : std::nullopt;
  return render_verification(compare_with_manifest(manifest, list, answer_of(now, content)), limit, OutputFormat::text);
}

TEST(Verify, SaysSameWhenIdsAndContentsAreThoseOfTheManifest) {
  EXPECT_EQ(text_of({{"a", ""}, {"b", ""}, {"c", ""}}, "then"),
            "same: 3 articles, each with the content it had\narchive: the same content (then), generation 000001 then, 000001 now\n");
  EXPECT_EQ(text_of(kThen, "now", false),
            "same: 3 articles, each with the content it had\n"
            "archive: other content; 5 articles in generation 000001 then (then), 5 articles in generation 000002 now (now)\n");
}

TEST(Verify, NamesWhatDiffers) {
  EXPECT_EQ(text_of({{"a", "1"}, {"aa", "9"}, {"c", "4"}, {"d", "5"}}, "now"),
            "differs: 2 added, 1 removed, 1 changed; 3 articles then, 4 now\n"
            "archive: other content; 5 articles in generation 000001 then (then), 5 articles in generation 000002 now (now)\n"
            "added    aa\nadded    d\nremoved  b\nchanged  c\n");
  EXPECT_EQ(text_of({{"x", "1"}, {"y", "1"}}, "now", true, 1),
            "differs: 2 added, 3 removed, 0 changed; 3 articles then, 2 now\n"
            "archive: other content; 5 articles in generation 000001 then (then), 5 articles in generation 000002 now (now)\n"
            "added    x\nadded    1 more (--limit all)\nremoved  a\nremoved  2 more (--limit all)\n");
}

TEST(Verify, SaysThatNamesNeedTheList) {
  EXPECT_EQ(text_of({{"a", "1"}}, "now", false),
            "differs: 3 articles then, 1 now\n"
            "archive: other content; 5 articles in generation 000001 then (then), 5 articles in generation 000002 now (now)\n"
            "articles: not named, as the list beside the manifest is missing or is another one\n");
}

TEST(Verify, IsOneObjectOfJson) {
  const AnswerManifest manifest = make_answer_manifest(answer_of(kThen, "then"), "query");
  EXPECT_EQ(render_verification(compare_with_manifest(manifest, kThen, answer_of({{"a", "1"}, {"c", "4"}, {"d", "5"}}, "now")), kNoLimit,
                                OutputFormat::json),
            R"({"format_version":1,"same":false,"articles":{"then":3,"now":3},"generation":{"then":"000001","now":"000002"},)"
            R"("content_sha256":{"then":"then","now":"now"},"understood":{"then":"flood","now":"flood"},"named":true,)"
            R"("added":{"articles":1,"ids":["d"]},"removed":{"articles":1,"ids":["b"]},"changed":{"articles":1,"ids":["c"]}})"
            "\n");
}

}  // namespace
}  // namespace broadsheet
