#include "common/schema.h"

#include <gtest/gtest.h>

namespace broadsheet {
namespace {

TEST(Schema, FindsFieldsByNameAndAlias) {
  const Schema schema({"country"});
  ASSERT_NE(schema.find("source"), nullptr);
  EXPECT_EQ(schema.find("outlet")->name, "source");
  EXPECT_EQ(schema.find("people")->name, "person");
  EXPECT_EQ(schema.find("country")->prefix, "XFcountry:");
  EXPECT_TRUE(schema.find("country")->facet);
  EXPECT_EQ(schema.find("nothing"), nullptr);
  EXPECT_EQ(schema.find(""), nullptr);
}

TEST(Schema, KeepsTheTablesOrderAndThenTheFacetFields) {
  const Schema schema({"b", "a"});
  ASSERT_EQ(schema.fields().size(), kFields.size() + 2);
  for (std::size_t i = 0; i < kFields.size(); ++i) EXPECT_EQ(schema.fields()[i].name, kFields[i].name);
  EXPECT_EQ(schema.fields()[kFields.size()].name, "b");
  EXPECT_EQ(*schema.index_of("a"), kFields.size() + 1);
}

TEST(Schema, RefusesFacetFieldsThatCannotBeOne) {
  EXPECT_EQ(facet_field_fault("country"), "");
  EXPECT_EQ(facet_field_fault("meta.desk_2-b"), "");
  EXPECT_EQ(facet_field_fault("source"), "'source' is a field of every archive already");
  EXPECT_EQ(facet_field_fault("outlet"), "'outlet' is a field of every archive already");
  for (const char* bad : {"", "Land", "a b", "../x", "-x", ".x", "ü"}) EXPECT_NE(facet_field_fault(bad), "") << bad;
}

}  // namespace
}  // namespace broadsheet
