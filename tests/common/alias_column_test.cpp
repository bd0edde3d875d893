#include "common/alias_column.h"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "common/entity_names.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

using Ordinals = std::vector<std::uint32_t>;
using Views = std::vector<std::string_view>;

TEST(AliasColumn, FindsValuesByAliasAndAliasesByValue) {
  const TempFolder folder;
  const auto path = folder.path() / "org.aliases";
  ASSERT_TRUE(write_alias_column(path, {{"who", "WHO", 7}, {"w.h.o.", "W.H.O.", 7}, {"ap", "AP", 2}, {"ap", "AP", 5}}));
  const auto column = AliasColumn::open(path, 8);
  ASSERT_TRUE(column) << column.error().message;
  EXPECT_EQ(column->find("who"), (Ordinals{7}));
  EXPECT_EQ(column->find("ap"), (Ordinals{2, 5}));
  EXPECT_EQ(column->find("a"), Ordinals{});
  EXPECT_EQ(column->of(7), (Views{"WHO", "W.H.O."}));
  EXPECT_EQ(column->of(3), Views{});
}

TEST(AliasColumn, IsSoundWithoutAliases) {
  const TempFolder folder;
  const auto path = folder.path() / "org.aliases";
  ASSERT_TRUE(write_alias_column(path, {}));
  const auto column = AliasColumn::open(path, 0);
  ASSERT_TRUE(column) << column.error().message;
  EXPECT_EQ(column->size(), 0U);
  EXPECT_EQ(column->find(""), Ordinals{});
}

TEST(AliasColumn, RefusesAnOrdinalThatTheFieldLacks) {
  const TempFolder folder;
  const auto path = folder.path() / "org.aliases";
  ASSERT_TRUE(write_alias_column(path, {{"who", "WHO", 7}}));
  const auto column = AliasColumn::open(path, 7);
  ASSERT_FALSE(column);
  EXPECT_EQ(column.error().message, path.string() + ": damaged: its sections do not meet");
}

TEST(EntityNames, ComeBackAsTheyWereWritten) {
  const TempFolder folder;
  const auto path = folder.path() / "names.bin";
  EntityNames names;
  names.set(EntityType::org, "who", {EntityType::org, "World Health Organization", false, false});
  names.set(EntityType::person, "read more", {EntityType::person, "Read More", true, true});
  ASSERT_TRUE(names.write(path));
  const auto read = EntityNames::read(path);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->bytes(), names.bytes());
  EXPECT_EQ(read->find(EntityType::org, "who", false), nullptr);  // learnt, and the input's names stay
  ASSERT_NE(read->find(EntityType::org, "who", true), nullptr);
  EXPECT_EQ(read->find(EntityType::org, "who", true)->name, "World Health Organization");
  EXPECT_TRUE(read->find(EntityType::person, "read more", false)->suppressed);
}

}  // namespace
}  // namespace broadsheet
