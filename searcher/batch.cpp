#include "searcher/batch.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <new>
#include <thread>

#include <fmt/format.h>

#include "common/json.h"
#include "common/limits.h"
#include "common/text.h"
#include "searcher/request_options.h"

namespace broadsheet {
namespace {

Error bad_line(const std::string& file, std::size_t line, std::string_view what) {
  return {Status::bad_data, fmt::format("{}:{}: {}", file, line, what)};
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// Calls `use` with each line that is not blank and its number, until one fails.
template <class Use>
std::optional<Error> for_each_line(std::string_view text, Use use) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (trim(line).empty()) continue;
    if (std::optional<Error> error = use(line, number)) return error;
  }
  return std::nullopt;
}

using Queries = std::vector<BatchQuery>;

// --- tab-separated

Result<Queries> parse_tsv(std::string_view text, const std::string& file, const SearchRequest& defaults) {
  Queries queries;
  const auto error = for_each_line(text, [&](std::string_view line, std::size_t number) -> std::optional<Error> {
    const std::size_t tab = line.find('\t');
    const std::string_view qid = trim(line.substr(0, tab));
    if (tab == std::string_view::npos || qid.empty()) return bad_line(file, number, "not qid<TAB>query");
    queries.push_back({std::string(qid), defaults, {}, number});
    queries.back().request.query = trim(line.substr(tab + 1));
    return std::nullopt;
  });
  if (error) return std::unexpected(*error);
  return queries;
}

// --- JSON Lines

// The text of a value as an option on the command line would have it; nullopt: an object, an array or null.
std::optional<std::string> option_text(const JsonValue& value) {
  if (const std::string* text = value.string()) return *text;
  if (const JsonValue::Number* number = value.number()) return number->text;
  if (const bool* flag = value.boolean()) return *flag ? "true" : "false";
  return std::nullopt;
}

// One value, or an array of them.
std::optional<std::vector<std::string>> option_texts(const JsonValue& value) {
  std::vector<std::string> texts;
  if (const JsonValue::Array* array = value.array()) {
    for (const JsonValue& element : *array) {
      const auto text = option_text(element);
      if (!text) return std::nullopt;
      texts.push_back(*text);
    }
    return texts;
  }
  if (auto text = option_text(value)) return std::vector{std::move(*text)};
  return std::nullopt;
}

constexpr const char* kNoOptionText = "neither a text, a number nor an array of them";

// A line's own value takes the place of the default's, it is not added to it.
void forget_defaults(SearchRequest& request, std::string_view key) {
  if (key == "facet") request.facets.clear();
  if (key == "fields") request.fields.clear();
  std::erase_if(request.filters, [&](const OptionFilter& filter) { return filter.field == key; });
}

Result<void> apply_option(SearchRequest& request, const RequestOption& option, const JsonValue& value) {
  if (!option.takes_value) {
    const bool* yes = value.boolean();
    if (yes == nullptr) return fail(Status::usage, "neither true nor false");
    return *yes ? option.apply(request, {}) : Result<void>{};
  }
  const auto texts = option_texts(value);
  if (!texts) return fail(Status::usage, kNoOptionText);
  if (!option.repeats && texts->size() != 1) return fail(Status::usage, fmt::format("takes one value, not {}", texts->size()));
  forget_defaults(request, option.name);
  for (const std::string& text : *texts) {
    if (const auto applied = option.apply(request, text); !applied) return applied;
  }
  return {};
}

Result<void> apply_key(SearchRequest& request, const std::string& key, const JsonValue& value, const Schema& schema) {
  if (const RequestOption* option = find_request_option(key)) {
    const auto applied = apply_option(request, *option, value);
    return applied ? applied : fail(Status::usage, fmt::format("{}: {}", key, applied.error().message));
  }
  const auto texts = option_texts(value);
  if (!texts) return fail(Status::usage, fmt::format("{}: {}", key, kNoOptionText));
  const ArchiveField* field = schema.find(key);
  if (field != nullptr) forget_defaults(request, field->name);
  return add_archive_filters(request, {{key, *texts}}, schema, "", "a key of batch lines");
}

// The line's options; what cannot be used becomes the query's fault.
void apply_keys(BatchQuery& query, const JsonValue::Object& keys, const Schema& schema) {
  for (const auto& [key, value] : keys) {
    if (key == "qid" || key == "query") continue;
    if (const auto applied = apply_key(query.request, key, value, schema); !applied) {
      query.fault = applied.error();
      return;
    }
  }
  if (const auto finished = finish_request(query.request, "", kDefaultFacetLimit); !finished) query.fault = finished.error();
}

// The query's text, when the object has one.
Result<void> set_query(SearchRequest& request, const JsonValue& object) {
  const JsonValue* text = object.find("query");
  if (text == nullptr) return {};
  if (text->string() == nullptr) return fail(Status::usage, "\"query\" is not a string");
  request.query = *text->string();
  return {};
}

std::optional<Error> parse_json_line(std::string_view line, std::size_t number, const std::string& file, const SearchRequest& defaults,
                                     const Schema& schema, Queries& queries) {
  const auto value = parse_json(line, kMaxJsonDepth);
  if (!value) return bad_line(file, number, fmt::format("not JSON: {} (byte {})", value.error().message, value.error().offset));
  const JsonValue::Object* object = value->object();
  if (object == nullptr) return bad_line(file, number, "not a JSON object");
  const JsonValue* qid = value->find("qid");
  const auto name = qid == nullptr ? std::nullopt : option_text(*qid);
  if (!name || name->empty()) return bad_line(file, number, "no \"qid\"");
  queries.push_back({*name, defaults, {}, number});
  if (const auto set = set_query(queries.back().request, *value); !set) {
    queries.back().fault = set.error();
    return std::nullopt;
  }
  apply_keys(queries.back(), *object, schema);
  return std::nullopt;
}

Result<Queries> parse_json_lines(std::string_view text, const std::string& file, const SearchRequest& defaults, const Schema& schema) {
  Queries queries;
  const auto error = for_each_line(
      text, [&](std::string_view line, std::size_t number) { return parse_json_line(line, number, file, defaults, schema, queries); });
  if (error) return std::unexpected(*error);
  return queries;
}

// --- TREC topics: <top> <num> Number: 051 <title> Topic: Airbus Subsidies <desc> … </top>

// What stands between <tag> and the next tag, without the label that old collections print before it.
std::string topic_part(std::string_view topic, std::string_view tag, std::string_view label) {
  const std::size_t start = topic.find(tag);
  if (start == std::string_view::npos) return {};
  std::string_view part = topic.substr(start + tag.size());
  part = trim(part.substr(0, part.find('<')));
  if (part.starts_with(label)) part = trim(part.substr(label.size()));
  return squeeze(part);
}

// Judgement files say 51 where topics say 051.
std::string topic_number(std::string number) {
  if (number.empty() || number.find_first_not_of("0123456789") != std::string::npos) return number;
  return number.substr(std::min(number.find_first_not_of('0'), number.size() - 1));
}

std::string topic_text(std::string_view topic, TopicPart part) {
  std::string title = topic_part(topic, "<title>", "Topic:");
  if (part == TopicPart::title) return title;
  std::string description = topic_part(topic, "<desc>", "Description:");
  return part == TopicPart::description ? description : squeeze(title + " " + description);
}

constexpr std::array<std::string_view, 3> kTopicTags = {"<title>", "<desc>", "<title> and <desc>"};  // in the order of TopicPart

Result<Queries> parse_topics(std::string_view text, const std::string& file, const SearchRequest& defaults, TopicPart part) {
  constexpr std::string_view kOpen = "<top>";
  Queries queries;
  std::size_t line = 1;
  for (std::size_t start = text.find(kOpen); start != std::string_view::npos;) {
    line += static_cast<std::size_t>(std::ranges::count(text.substr(0, start), '\n'));
    text.remove_prefix(start);
    const std::size_t next = text.find(kOpen, kOpen.size());
    const std::string_view topic = text.substr(0, std::min(next, text.find("</top>")));
    BatchQuery query{topic_number(topic_part(topic, "<num>", "Number:")), defaults, {}, line};
    query.request.query = topic_text(topic, part);
    if (query.qid.empty() || query.request.query.empty()) {
      const std::string_view tags = kTopicTags[static_cast<std::size_t>(part)];
      return std::unexpected(bad_line(file, line, fmt::format("a topic without <num> or {}", tags)));
    }
    queries.push_back(std::move(query));
    start = next;
  }
  return queries;
}

// --- running

// The lines of one query.
struct Rendered {
  std::string text;
  bool partial = false;
  std::optional<Error> error;
};

// Results from the threads, taken out in input order. A thread that is too far ahead waits.
class OrderedResults {
 public:
  explicit OrderedResults(std::size_t window) : slots_(window) {}

  // false: stopped.
  bool put(std::size_t index, Rendered result) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || index < taken_ + slots_.size(); });
    if (stopped_) return false;
    slots_[index % slots_.size()] = std::move(result);
    changed_.notify_all();
    return true;
  }

  // The next one in order. Throws what a thread left with stop().
  Rendered take() {
    std::unique_lock lock(mutex_);
    auto& slot = slots_[taken_ % slots_.size()];
    changed_.wait(lock, [&] { return stopped_ || slot.has_value(); });
    if (failure_) std::rethrow_exception(failure_);
    Rendered result = std::move(*slot);
    slot.reset();
    ++taken_;
    changed_.notify_all();
    return result;
  }

  void stop(std::exception_ptr failure = nullptr) {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    if (failure && !failure_) failure_ = std::move(failure);
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::optional<Rendered>> slots_;
  std::size_t taken_ = 0;
  bool stopped_ = false;
  std::exception_ptr failure_;
};

std::string error_line(const std::string& qid, const Error& error) {
  JsonWriter json;
  json.begin_object();
  json.field("qid", qid);
  json.key("error");
  json.begin_object();
  json.key("status");
  json.integer(static_cast<int>(error.status));
  json.field("message", error.message);
  json.end_object();
  json.end_object();
  return json.take() + "\n";
}

// A surprise in one query is that query's error.
Result<Answer> answer_safely(const BatchQuery& query, const Answerer& answerer) {
  if (query.fault) return std::unexpected(*query.fault);
  try {
    return answerer(query.request);
  } catch (const std::bad_alloc&) {
    return fail(Status::system, "not enough memory for this query");
  } catch (const std::exception& surprise) {
    return fail(Status::software, fmt::format("a bug, please report it: {}", surprise.what()));
  }
}

Rendered answer_query(const BatchQuery& query, const Answerer& answerer, SinkSettings settings) {
  const bool trec = settings.format == OutputFormat::trec;
  const Result<Answer> answer = answer_safely(query, answerer);
  if (!answer) return {trec ? std::string() : error_line(query.qid, answer.error()), false, answer.error()};
  settings.qid = query.qid;
  std::string text = trec ? render_trec(*answer, settings) : render_json(*answer, settings, query.qid);
  if (!trec && !text.ends_with('\n')) text += '\n';
  return {std::move(text), answer->partial, {}};
}

void work(const Queries& queries, const Answerer& answerer, const SinkSettings& settings, std::atomic<std::size_t>& next,
          OrderedResults& results) {
  try {
    for (std::size_t i = next++; i < queries.size(); i = next++) {
      if (!results.put(i, answer_query(queries[i], answerer, settings))) return;
    }
  } catch (...) {
    results.stop(std::current_exception());
  }
}

void count(const BatchQuery& query, const Rendered& result, BatchOutcome& outcome) {
  outcome.partial += result.partial ? 1 : 0;
  if (!result.error) return;
  if (outcome.failed++ == 0) outcome.first_error = fmt::format("qid {}: {}", query.qid, result.error->message);
}

// Ends the threads' waiting however the function that owns them is left.
struct StopAtEnd {
  OrderedResults& results;
  ~StopAtEnd() { results.stop(); }
};

}  // namespace

Result<std::vector<BatchQuery>> parse_batch(std::string_view text, const std::string& file, const SearchRequest& defaults,
                                            const Schema& schema, TopicPart topic_part) {
  const std::string clean = repair_utf8(text);
  const std::string_view start = trim(clean);
  if (start.starts_with('{')) return parse_json_lines(clean, file, defaults, schema);
  if (start.starts_with("<top>")) return parse_topics(clean, file, defaults, topic_part);
  return parse_tsv(clean, file, defaults);
}

Result<SearchRequest> request_of_keys(const JsonValue::Object& keys, const SearchRequest& defaults, const Schema& schema) {
  BatchQuery query{"", defaults, {}, 0};
  if (const auto set = set_query(query.request, JsonValue{keys}); !set) return std::unexpected(set.error());
  apply_keys(query, keys, schema);
  if (query.fault) return std::unexpected(*query.fault);
  return std::move(query.request);
}

BatchOutcome run_batch(const std::vector<BatchQuery>& queries, const std::vector<Answerer>& answerers, const SinkSettings& settings,
                       const BatchWriter& write) {
  constexpr std::size_t kAheadPerThread = 16;
  OrderedResults results(answerers.size() * kAheadPerThread);
  std::atomic<std::size_t> next = 0;
  std::vector<std::jthread> threads;
  const StopAtEnd stop{results};  // before the threads are joined
  for (const Answerer& answerer : answerers) {
    threads.emplace_back([&] { work(queries, answerer, settings, next, results); });
  }
  BatchOutcome outcome;
  for (const BatchQuery& query : queries) {
    const Rendered result = results.take();
    count(query, result, outcome);
    if (!write(result.text)) break;
  }
  return outcome;
}

}  // namespace broadsheet
