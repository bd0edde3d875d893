// Where does each thing of an archive lie? Every name of a file in an archive stands here and nowhere else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"

namespace broadsheet {

using Path = std::filesystem::path;

struct ArchivePaths {
  Path root;
  Path current() const { return root / "CURRENT"; }
  Path generations() const { return root / "generations"; }
  Path generation(std::string_view name) const { return generations() / name; }
  Path candidates() const { return root / "candidates"; }
  Path rejects(std::string_view name) const { return root / "rejects" / (std::string(name) + ".jsonl"); }
  Path lock() const { return root / "lock"; }
  Path pins() const { return root / "pins"; }
  Path hold() const { return root / "hold"; }
  Path last_run() const { return root / "last-run.json"; }
  Path staging(std::string_view name) const { return root / ("staging-" + std::string(name)); }
};

struct GenerationPaths {
  Path root;
  Path manifest() const { return root / "manifest.json"; }
  Path database() const { return root / "xapian"; }
  Path facts() const { return root / "facts.col"; }
  Path column(std::string_view field) const { return root / "columns" / (std::string(field) + ".col"); }
  Path aliases(std::string_view field) const { return root / "columns" / (std::string(field) + ".aliases"); }
  Path names() const { return root / "names.bin"; }
  Path text_store() const { return root / "articles.store"; }
  Path tokens() const { return root / "tokens.bin"; }
  Path bigrams() const { return root / "bigrams.bin"; }  // generations of before 2026-12 have none
  Path pairs() const { return root / "pairs.bin"; }  // the same
  Path postings() const { return root / "postings.bin"; }  // the same
  Path knowledge() const { return root / "knowledge.json"; }
  Path derivation() const { return root / "derivation.bin"; }
};

std::string generation_name(std::uint32_t number);            // 42 -> "000042"
Result<std::uint32_t> generation_number(std::string_view name);  // six digits or more

// The name in CURRENT. No archive at `root`: 66 with where it looked and how to make one. CURRENT lost, empty or naming a missing
// generation: 65, names `rollback`.
Result<std::string> read_current(const ArchivePaths& archive);
// What a fault met inside a generation's folder means for a person: a part that is missing or damaged is 65, and the newest older
// generation is named as the way out. Other errors come back as they are.
Error generation_fault(Error error, const Path& generation_folder);
// Existing generations, ascending.
std::vector<std::string> list_generations(const ArchivePaths& archive);
// The same of another folder that holds generations: candidates/.
std::vector<std::string> list_generations_in(const Path& folder);

}  // namespace broadsheet
