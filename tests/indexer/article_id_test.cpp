#include "indexer/article_id.h"

#include <gtest/gtest.h>

#include <set>

namespace broadsheet {
namespace {

struct UrlRow {
  std::string_view url;
  std::string_view canonical;
};

// The rules of docs/ids.md, one by one.
constexpr UrlRow kUrls[] = {
    {"https://example.org/a", "https://example.org/a"},
    {"HTTPS://Example.ORG/A", "https://example.org/A"},
    {"http://example.org/a", "http://example.org/a"},
    {"  https://example.org/a\n", "https://example.org/a"},
    {"https://example.org", "https://example.org/"},
    {"https://example.org/", "https://example.org/"},
    {"https://example.org?a=1", "https://example.org/?a=1"},
    {"https://example.org:443/a", "https://example.org/a"},
    {"http://example.org:80/a", "http://example.org/a"},
    {"http://example.org:443/a", "http://example.org:443/a"},
    {"https://example.org:8443/a", "https://example.org:8443/a"},
    {"https://example.org:/a", "https://example.org/a"},
    {"https://example.org./a", "https://example.org/a"},
    {"https://[2001:DB8::1]:443/a", "https://[2001:db8::1]/a"},
    {"https://reader:secret@example.org/a", "https://example.org/a"},
    {"https://example.org/a#top", "https://example.org/a"},
    {"https://example.org/a?#top", "https://example.org/a"},
    {"https://example.org#/a?b", "https://example.org/"},
    {"https://example.org/a?utm_source=x&utm_medium=y", "https://example.org/a"},
    {"https://example.org/a?id=7&utm_source=x&page=2", "https://example.org/a?id=7&page=2"},
    {"https://example.org/a?fbclid=1&gclid=2", "https://example.org/a"},
    {"https://example.org/a?UTM_Source=x&FBCLID", "https://example.org/a"},
    {"https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1"},
    {"https://example.org/a?&a=1&&b", "https://example.org/a?a=1&b"},
    {"https://example.org/a?futm_source=x", "https://example.org/a?futm_source=x"},
    {"https://example.org/caf%C3%A9/é", "https://example.org/caf%C3%A9/é"},
    {"https://example.org/a?u=http://x.org/?utm_source=y", "https://example.org/a?u=http://x.org/?utm_source=y"},
    {"", ""},
    {"example.org/a", ""},
    {"//example.org/a", ""},
    {"ftp://example.org/a", ""},
    {"urn:uuid:1", ""},
    {"https://", ""},
    {"https:///a", ""},
    {"https://:443/a", ""},
    {"https://example.org/two words", ""},
    {std::string_view("https://example.org/\0", 21), "https://example.org/"},
    {std::string_view("https://example.org/\0a", 22), ""},
};

TEST(CanonicalUrl, FollowsItsTableOfRules) {
  for (const UrlRow& row : kUrls) EXPECT_EQ(canonical_url(row.url), row.canonical) << row.url;
}

TEST(CanonicalUrl, OfACanonicalUrlIsItself) {
  for (const UrlRow& row : kUrls) EXPECT_EQ(canonical_url(row.canonical), row.canonical) << row.url;
}

TEST(DerivedId, ComesFromTheCanonicalUrlAlone) {
  const std::string id = derive_id("https://example.org/a", "AP", "2024", "x", "y");
  EXPECT_EQ(id, derive_id("HTTPS://Example.org:443/a?utm_source=z#top", "Reuters", "", "", ""));
  EXPECT_NE(id, derive_id("https://example.org/b", "AP", "2024", "x", "y"));
}

TEST(DerivedId, IsTheSameForEver) {
  // printf https://example.org/a | sha256sum
  EXPECT_EQ(derive_id("https://example.org/a", "", "", "", ""), "ub5b10dd0429e69ac7cfaf0a20b6901c1");
  // printf '2:AP4:20245:Title4:Text' | sha256sum
  EXPECT_EQ(derive_id("", "AP", "2024", "Title", "Text"), "t224339655111802e623b84cea4563613");
}

TEST(DerivedId, WithoutAUrlTellsWhatStandsInWhichPart) {
  std::set<std::string> ids;
  ids.insert(derive_id("", "AP", "2024", "x", "one"));
  ids.insert(derive_id("", "AP", "2024", "x", "two"));
  ids.insert(derive_id("", "AP", "2024", "xo", "ne"));
  ids.insert(derive_id("", "AP", "", "2024x", "one"));
  ids.insert(derive_id("", "", "AP", "2024x", "one"));
  ids.insert(derive_id("", "", "", "", ""));
  EXPECT_EQ(ids.size(), 6U);
  for (const std::string& id : ids) EXPECT_TRUE(id.starts_with('t') && id.size() == 33) << id;
}

TEST(DerivedId, OfAUrlThatIsNoneComesFromTheText) {
  EXPECT_EQ(derive_id("not a url", "AP", "2024", "x", "y"), derive_id("", "AP", "2024", "x", "y"));
}

}  // namespace
}  // namespace broadsheet
