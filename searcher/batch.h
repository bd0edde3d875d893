// Many queries from one file, answered by several threads and written in input order. Knows no Xapian: the answering functions come in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/json.h"
#include "common/schema.h"
#include "searcher/answer.h"
#include "searcher/sinks/sink.h"

namespace broadsheet {

struct BatchQuery {
  std::string qid;
  SearchRequest request;
  std::optional<Error> fault;  // its options cannot be used: answered with an error, the others run
  std::size_t line = 0;        // of a JSON line in its file, from 1
};

// Which part of a TREC topic is asked: its title (a few words), its description (a sentence), or both.
enum class TopicPart : std::uint8_t { title, description, both };

// Tab-separated `qid<TAB>query`, JSON Lines or TREC topics, recognised by content. Keys of a JSON line are option names and replace
// what `defaults` says. Error 65: a line without qid and query, a topic without number or the part asked (names file and line), as
// nothing could be answered under its name.
Result<std::vector<BatchQuery>> parse_batch(std::string_view text, const std::string& file, const SearchRequest& defaults,
                                            const Schema& schema, TopicPart topic_part = TopicPart::title);

// The request that an object with the keys of a JSON line asks for ("query" among them; "qid" is passed over). Errors: 2.
Result<SearchRequest> request_of_keys(const JsonValue::Object& keys, const SearchRequest& defaults, const Schema& schema);

// Answers one request; called by one thread only, with took_ms filled in.
using Answerer = std::function<Result<Answer>(const SearchRequest& request)>;
// false: nobody reads any more, stop.
using BatchWriter = std::function<bool(std::string_view text)>;

struct BatchOutcome {
  std::size_t failed = 0;   // answered with an error
  std::size_t partial = 0;  // cut by a time limit
  std::string first_error;  // "qid 7: …"
};

// One thread an answerer. Writes one JSON answer a line with its qid, or the lines of a TREC run, in input order; holds at most a few
// answers a thread in memory. Rethrows what escapes from a thread.
BatchOutcome run_batch(const std::vector<BatchQuery>& queries, const std::vector<Answerer>& answerers, const SinkSettings& settings,
                       const BatchWriter& write);

}  // namespace broadsheet
