// A model of hostile bytes behind a right checksum: refused or used, never a read outside of it.
#include <xxhash.h>

#include <cstdint>
#include <string>

#include "common/encoding.h"
#include "indexer/entities/document_tagger.h"
#include "indexer/entities/model.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace broadsheet;
  const std::string payload(reinterpret_cast<const char*>(data), size);
  std::string bytes = "BSENTMDL";
  append_u32(bytes, kEntityModelFormat);
  append_u32(bytes, kEntityFeatureVersion);
  bytes.append(32, '\0');
  append_u64(bytes, XXH3_64bits(payload.data(), payload.size()));
  bytes += payload;
  const auto model = EntityModel::open(bytes);
  if (!model) return 0;
  DocumentTagger tagger(*model);
  const std::string_view tokens[] = {"Angela", "Merkel", "flew", "to", "Paris", ",", "U.S.", "1,000"};
  const std::uint32_t starts[] = {0};
  std::vector<std::uint8_t> labels;
  tagger.tag(tokens, starts, labels);
  return 0;
}
