// entities.conf and sources.conf of any bytes: rules or an error with a line, never a crash; what was read can be asked.
#include <cstdint>
#include <string_view>

#include "indexer/entities/name_rules.h"
#include "indexer/source_rules.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace broadsheet;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto rules = NameRules::parse(text, "entities.conf")) {
    for (const NameRule& rule : rules->rules()) {
      for (const std::string& name : rule.names) (void)rules->decide(rule.type.value_or(EntityType::org), name);
    }
    (void)rules->table();
  }
  if (const auto rules = SourceRules::parse(text, "sources.conf")) {
    for (const SourceInfo& source : rules->sources()) {
      Article article;
      article.source = source.name;
      rules->apply(article);
      if (article.source != source.name) __builtin_trap();
    }
  }
  return 0;
}
