#include "common/schema.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

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

constexpr std::string_view kKindNames[] = {"words", "whole value", "whole name, or any word of it", "date", "whole value, case kept"};

// docs/schema.md, made from the table.
std::string schema_page() {
  std::string page =
      "# Fields\n\nMade from the table in `common/schema.h` by its test; UPDATE_GOLDEN=1 writes it again. `broadsheet fields` shows the "
      "fields of "
      "an archive, with those of `--facet-field` (prefix `XFKEY:`).\n\n"
      "| field | also understood in queries | what | matches | facet | option | prefix of its terms |\n|--|--|--|--|--|--|--|\n";
  for (const Field& field : kFields) {
    std::string aliases;
    for (const std::string_view alias : field.aliases) {
      if (!alias.empty()) aliases += (aliases.empty() ? "" : ", ") + std::string(alias);
    }
    page += "| " + std::string(field.name) + " | " + aliases + " | " + std::string(field.help) + " | " +
            std::string(kKindNames[static_cast<std::size_t>(field.kind)]) + " | " + (field.facet ? "yes" : "") + " | " +
            (field.option ? "--" + std::string(field.name) : "") + " | " +
            (field.prefix.empty() ? "" : "`" + std::string(field.prefix) + "`") + " |\n";
  }
  return page;
}

TEST(Schema, IsWhatItsPageSays) {
  const char* source = std::getenv("BROADSHEET_SOURCE_DIR");
  ASSERT_NE(source, nullptr);
  const std::string path = std::string(source) + "/docs/schema.md";
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path) << schema_page();
  std::ifstream file(path);
  const std::string page((std::istreambuf_iterator<char>(file)), {});
  EXPECT_EQ(page, schema_page());
}

}  // namespace
}  // namespace broadsheet
