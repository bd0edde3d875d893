#include "searcher/hit_fields.h"

#include <gtest/gtest.h>

namespace broadsheet {
namespace {

TEST(HitFields, NeedTheArticleOnlyForWhatTheRecordLacks) {
  EXPECT_FALSE(needs_article({}));
  EXPECT_FALSE(needs_article({"rank", "deck", "section", "first_seen", "misc", "person"}));
  EXPECT_TRUE(needs_article({"title", "text"}));
  EXPECT_TRUE(needs_article({"desk"}));
}

}  // namespace
}  // namespace broadsheet
