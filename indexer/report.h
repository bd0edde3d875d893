// What a run says at its end: the report of counts, and the one sentence that is its last line. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "indexer/build.h"

namespace broadsheet {

// Several short lines: read, indexed, replaced, unchanged, duplicate, skipped, rejected by reason, notes.
std::string report_text(const Manifest& manifest);
// One JSON object on one line with the same numbers.
std::string report_json(const BuildResult& result);
// "published 000042: 123,456 articles (…) in ARCHIVE; searches now use it. Next: broadsheet query … · broadsheet status …"
std::string published_sentence(const BuildOptions& options, const Manifest& manifest);
// "not published: REASON; searches go on with 000041 (26 h old); look: … accept: … drop: …", each a command.
std::string refused_sentence(const BuildOptions& options, const Manifest& manifest, const std::optional<Manifest>& before,
                             const std::string& reason);
// "not published, a dry run: …; without --dry-run: published / not published: REASON"
std::string dry_run_sentence(const BuildOptions& options, const Manifest& manifest, const std::string& refusal);
// "40 min", "26 h", "3 days", as whole numbers; a clock that was ahead: "0 min".
std::string short_age_text(std::int64_t seconds);
// "not published: 812 of 1,000 records rejected (81.2 %), allowed 5 %; …" for status 65.
std::string too_many_rejects_sentence(const BuildOptions& options, const RunCounts& counts, const Path& rejects_file);

std::string counted(std::uint64_t n, std::string_view one_of_them);  // "1 article", "1,234 articles"
std::string size_text(std::uint64_t bytes);                          // "34.5 MB", by thousands
std::string percent_text(double share);                              // 0.504 -> "50.4 %", 0.05 -> "5 %"
// A word for a shell: quoted when it has to be.
std::string shell_word(const std::string& word);

}  // namespace broadsheet
