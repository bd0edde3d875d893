// What do the words after `watch` ask for, and where are the saved queries? Called by options.cpp. Pure.
#pragma once

#include <string>
#include <vector>

#include "common/error.h"
#include "common/settings.h"
#include "searcher/options.h"

namespace broadsheet {

// ACTION NAME…, and for add the query behind the name, into `invocation`. `given`: names of the options of the command line; those that
// are saved with a query go with add alone. Errors: 2.
Result<void> place_watch_words(Invocation& invocation, const std::vector<std::string>& words, const std::vector<std::string>& given);

// $XDG_CONFIG_HOME/broadsheet/watches.jsonl (~/.config when unset). Error 66: nothing says where that is.
Result<std::string> default_watch_file(const EnvironmentLookup& environment);

}  // namespace broadsheet
