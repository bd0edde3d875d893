// Which N of these articles, drawn at random so that anybody can draw them again? The executor calls it for --sample N --seed S.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "common/error.h"
#include "searcher/doc_set.h"
#include "searcher/index_view.h"
#include "searcher/request.h"

namespace broadsheet {

// The N articles with the smallest SHA-256 (hex) of "SEED:ID": every set of N is equally likely over the seeds, the draw depends on
// the ids alone (not on their order, the generation or the machine), and the sample of 100 is part of the sample of 200. All of them
// when there are no more than N. Reads the record of each article: about a microsecond each, 16 bytes each.
Result<DocSet> draw_sample(const IndexView& view, const DocSet& documents, std::uint64_t size, std::uint64_t seed);

// --sample of the request, if any: `documents` becomes the sample. Gives how many there were; nullopt: no sample was asked for.
Result<std::optional<std::uint64_t>> apply_sample(const IndexView& view, const SearchRequest& request, DocSet& documents);

// The first 64 bits of that hash.
std::uint64_t sample_key(std::uint64_t seed, std::string_view id);

}  // namespace broadsheet
