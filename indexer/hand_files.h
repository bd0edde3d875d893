// Reads the files that a person writes about names and sources into the options of a run. pipeline.cpp and `clean` call it before
// anything else.
#pragma once

#include "common/error.h"
#include "indexer/build.h"

namespace broadsheet {

// Fills name_rules, source_rules and conf_hashes from entities_conf and sources_conf. Errors: 66 a file that does not exist, 78 what is
// wrong in it, by line.
Result<void> read_hand_files(BuildOptions& options);

// The facet fields of an archive built with these options: those of --facet-field, then the columns of sources.conf that are not
// among them.
std::vector<std::string> all_facet_fields(const BuildOptions& options);

}  // namespace broadsheet
