// How are the tables of the research tools written? One place for all of them and every format. Pure.
#pragma once

#include <string>

#include "searcher/result_table.h"
#include "searcher/sinks/sink.h"

namespace broadsheet {

// text, json, jsonl, csv or tsv; ends with a newline (empty for jsonl without rows).
std::string render_tables(const TableAnswer& answer, const SinkSettings& settings);

}  // namespace broadsheet
