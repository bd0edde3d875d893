#include "indexer/record.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "common/article_json.h"
#include "common/json.h"
#include "common/limits.h"
#include "common/text.h"
#include "indexer/article_id.h"
#include "indexer/record_entities.h"
#include "indexer/record_keys.h"
#include "indexer/record_values.h"

namespace broadsheet {
namespace {

using namespace std::string_view_literals;

// The keys that an article is printed with. A value under one of them that was not used is kept as NAME_raw.
constexpr std::array kPrintedKeys = {"id"sv,       "url"sv,         "source"sv,  "date"sv,        "title"sv,    "deck"sv,
                                     "text"sv,     "authors"sv,     "section"sv, "topics"sv,      "language"sv, "access"sv,
                                     "entities"sv, "date_source"sv, "removed"sv, "content_hash"sv};

bool has_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (byte < 0x20 || byte == 0x7F || c1) return true;
  }
  return false;
}

bool is_empty(const JsonValue& value) {
  if (const auto* text = value.string()) return is_blank(*text);
  if (const auto* list = value.array()) return list->empty();
  if (const auto* members = value.object()) return members->empty();
  return value.is_null();
}

struct Candidate {
  std::string_view key;
  const JsonValue* value;
};

class RecordParser {
 public:
  RecordParser(const JsonValue& root, const RecordSettings& settings, ParsedRecord& out)
      : root_(root), settings_(settings), out_(out), article_(out.article) {}

  void parse() {
    const std::string url = take_scalar(Part::url), source = take_scalar(Part::source), title = take_scalar(Part::title);
    const std::string text = take_block(Part::text), date = take_date();
    article_.id = take_scalar(Part::id);
    if (article_.id.empty())
      article_.id = derive_id(url, source, date, title, text);
    else
      article_.id = to_nfc(article_.id);

    article_.url = line(url, kMaxTitleBytes);
    article_.title = line(title, kMaxTitleBytes);
    article_.text = clean(text);
    if (is_blank(article_.text)) article_.text.clear();
    article_.deck = line(take_block(Part::deck), kMaxTitleBytes);
    article_.section = line(take_scalar(Part::section), kMaxFieldValueBytes);
    article_.language = lower_ascii(line(take_scalar(Part::language), kMaxFieldValueBytes));
    article_.authors = lines(take_authors());
    article_.topics = lines(take_topics());
    set_source(source);
    set_access();
    set_entities();
    set_removed();
    set_facets();
    set_extra();
  }

 private:
  // Every value that the part may be read from, the preferred one first.
  std::vector<Candidate> candidates(Part part) const {
    std::vector<Candidate> found;
    for (const auto& [field, key] : settings_.map) {
      if (!is_key_of(part, field)) continue;
      if (const JsonValue* value = find_path(root_, key)) found.push_back({key, value});
    }
    for (const RecordKey& row : kRecordKeys) {
      if (row.part != part) continue;
      if (const JsonValue* value = root_.find(row.key)) found.push_back({row.key, value});
    }
    return found;
  }
  void use(const JsonValue* value) { used_.push_back(value); }
  bool is_used(const JsonValue& value) const { return std::ranges::find(used_, &value) != used_.end(); }
  void note(const char* what) { ++out_.notes[what]; }

  // The first candidate of which `read` makes something.
  template <class Read>
  std::string take_first(Part part, Read read) {
    for (const Candidate& candidate : candidates(part)) {
      std::string text = read(*candidate.value);
      if (is_blank(text)) continue;
      use(candidate.value);
      return text;
    }
    return {};
  }
  std::string take_scalar(Part part) { return take_first(part, scalar_text); }
  std::string take_block(Part part) { return take_first(part, block_text); }

  // Sets the date; its raw text, for the id. Of several candidates the first that is a date counts, else the first is kept raw.
  std::string take_date() {
    std::optional<std::pair<const JsonValue*, std::string>> bad;
    for (const Candidate& candidate : candidates(Part::date)) {
      std::string text = scalar_text(*candidate.value);
      if (is_blank(text)) continue;
      article_.date = parse_date(squeeze(text));
      if (!article_.date) {
        if (!bad) bad.emplace(candidate.value, std::move(text));
        continue;
      }
      use(candidate.value);
      const auto* given = root_.find("date_source");
      const std::string origin = given == nullptr ? "" : line(scalar_text(*given), kMaxFieldValueBytes);
      article_.date_source = origin.empty() ? "input" : origin;
      return text;
    }
    if (!bad) return {};
    note("bad-date");
    use(bad->first);
    article_.extra.emplace("date_raw", to_json(*bad->first));
    return bad->second;
  }

  std::vector<std::string> take_authors() {
    for (const Candidate& candidate : candidates(Part::authors)) {
      auto names = list_texts(*candidate.value);
      if (names.empty()) continue;
      use(candidate.value);
      if (candidate.value->array() == nullptr) return split_byline(names.front());
      std::ranges::transform(names, names.begin(), [](const std::string& name) { return without_by(name); });
      return names;
    }
    return {};
  }

  // A string of "keywords" is a list with commas, as in HTML's meta; any other string is one topic.
  std::vector<std::string> take_topics() {
    static constexpr std::array kSeparators = {","sv, ";"sv};
    for (const Candidate& candidate : candidates(Part::topics)) {
      auto topics = list_texts(*candidate.value);
      if (topics.empty()) continue;
      use(candidate.value);
      const bool is_joined = candidate.key == "keywords" && candidate.value->string() != nullptr;
      return is_joined ? split(topics.front(), kSeparators) : topics;
    }
    return {};
  }

  // One clean line of at most `max_bytes`.
  std::string line(std::string_view raw, std::size_t max_bytes) {
    std::string text = squeeze(clean(raw));
    if (text.size() <= max_bytes) return text;
    note("cut-field");
    std::size_t end = max_bytes;
    while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return squeeze(std::string_view(text).substr(0, end));
  }

  std::vector<std::string> lines(const std::vector<std::string>& raw) {
    std::vector<std::string> texts;
    for (const std::string& value : raw) {
      std::string text = line(value, kMaxFieldValueBytes);
      if (text.empty()) continue;
      if (texts.size() == kMaxFieldValues) {
        note("cut-field");
        break;
      }
      texts.push_back(std::move(text));
    }
    return texts;
  }

  void set_source(std::string_view raw) {
    article_.source = line(raw, kMaxFieldValueBytes);
    if (article_.source.empty()) article_.source = line(settings_.default_source, kMaxFieldValueBytes);
    if (!article_.source.empty()) return;
    const std::string url = canonical_url(article_.url);
    std::string_view host = std::string_view(url).substr(std::min(url.size(), url.find("://") + 3));
    host = host.substr(0, host.find('/'));
    if (const std::size_t port = host.rfind(':'); port != host.npos && host.find_first_not_of("0123456789", port + 1) == host.npos) {
      host = host.substr(0, port);
    }
    if (host.starts_with("www.")) host.remove_prefix(4);
    article_.source = line(host, kMaxFieldValueBytes);
    if (article_.source.empty()) note("no-source");
  }

  void set_access() {
    if (article_.text.empty()) article_.access = Access::headline;
    for (const Candidate& candidate : candidates(Part::access)) {
      const std::string name = lower_ascii(squeeze(scalar_text(*candidate.value)));
      if (name.empty()) continue;
      if (parse_access(name, article_.access)) {
        out_.given.access_given = true;
        return use(candidate.value);
      }
      note("bad-access");
    }
  }

  void set_entities() {
    static constexpr std::array kLists = {std::pair{Part::persons, EntityType::person}, std::pair{Part::orgs, EntityType::org},
                                          std::pair{Part::places, EntityType::place}, std::pair{Part::miscs, EntityType::misc}};
    EntityList list(article_.entities);
    const auto add = [&](Part part, const auto& add_value) {
      for (const Candidate& candidate : candidates(part)) {
        const std::uint64_t before = list.taken();
        add_value(*candidate.value);
        if (list.taken() > before) use(candidate.value);
      }
    };
    add(Part::entities, [&](const JsonValue& value) { list.add_mixed(value); });
    for (const auto& [part, type] : kLists) {
      add(part, [&, entity_type = type](const JsonValue& value) { list.add_list(value, entity_type); });
    }
    for (Entity& entity : article_.entities) entity.name = line(entity.name, kMaxFieldValueBytes);
    if (list.has_unknown_type()) note("unknown-entity-type");
    if (list.is_cut()) note("cut-field");
  }

  // Spans that an earlier `clean` took out are kept with the article.
  void set_removed() {
    const auto* value = root_.find("removed");
    if (value == nullptr || value->array() == nullptr) return;
    out_.given.cleaned_before = true;
    for (const JsonValue& span : *value->array()) {
      const auto* rule = span.find("rule");
      const auto* text = span.find("text");
      if (rule == nullptr || rule->string() == nullptr || text == nullptr || text->string() == nullptr) {
        out_.given.cleaned_before = false;
        return article_.removed.clear();
      }
      article_.removed.push_back({clean(*rule->string()), small_number(span.find("start")).value_or(0), clean(*text->string())});
    }
    use(value);
  }

  void set_facets() {
    for (const std::string& name : settings_.facet_fields) {
      const JsonValue* value = find_path(root_, name);
      if (value == nullptr) continue;
      auto values = lines(facet_texts(*value));
      if (values.empty()) continue;
      article_.facet_fields[name] = std::move(values);
      use(value);
    }
  }

  // Every key that nothing was made of, as it is. date_source and content_hash are derived anew.
  void set_extra() {
    for (const auto& [key, value] : *root_.object()) {
      if (is_used(value) || key == "date_source" || key == "content_hash") continue;
      const bool is_printed = std::ranges::find(kPrintedKeys, key) != kPrintedKeys.end();
      if (is_printed && is_empty(value)) continue;
      article_.extra.emplace(is_printed ? key + "_raw" : key, to_json(value));
    }
  }

  const JsonValue& root_;
  const RecordSettings& settings_;
  ParsedRecord& out_;
  Article& article_;
  std::vector<const JsonValue*> used_;
};

std::string_view kind_of(const JsonValue& value) {
  if (value.array() != nullptr) return "a list";
  if (value.string() != nullptr) return "a string";
  if (value.number() != nullptr) return "a number";
  return value.is_null() ? "null" : "true or false";
}

struct StringMember {
  std::string path;
  std::string_view value;
};

// The strings of the record that no part of an article was made of, and those of its objects, by path.
std::vector<StringMember> spare_strings(const JsonValue& root) {
  std::vector<StringMember> found;
  const auto add = [&](std::string path, const JsonValue& value) {
    if (value.string() != nullptr && !is_blank(*value.string())) found.push_back({std::move(path), *value.string()});
  };
  for (const auto& [key, value] : *root.object()) {
    if (std::ranges::any_of(kRecordKeys, [&, name = std::string_view(key)](const RecordKey& row) { return row.key == name; })) continue;
    add(key, value);
    if (value.object() == nullptr) continue;
    for (const auto& [inner_key, inner] : *value.object()) add(fmt::format("{}.{}", key, inner_key), inner);
  }
  return found;
}

// In quotes where a shell would take it apart.
std::string shell_word(std::string_view text) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-=:/";
  if (text.find_first_not_of(kPlain) == text.npos) return std::string(text);
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return one_line(quoted + "'");
}

// The first member whose path has one of the words in it, the words in order of preference; nullptr: none.
const StringMember* find_like(std::span<const StringMember> members, std::span<const std::string_view> words, const StringMember* taken) {
  for (const std::string_view word : words) {
    for (const StringMember& member : members) {
      if (&member != taken && lower_ascii(member.path).find(word) != std::string::npos) return &member;
    }
  }
  return nullptr;
}

// " Try: --map title=head --map text=story", or "" when no key looks like either.
std::string map_advice(const JsonValue& root) {
  constexpr std::size_t kLongEnough = 80;
  constexpr std::array kTitleLike = {"titl"sv, "head"sv, "name"sv};
  constexpr std::array kTextLike = {"text"sv, "body"sv, "content"sv, "story"sv, "article"sv, "para"sv, "plain"sv};
  const auto members = spare_strings(root);
  const StringMember* title = find_like(members, kTitleLike, nullptr);
  const StringMember* text = find_like(members, kTextLike, title);
  const auto longest = std::ranges::max_element(members, {}, [](const StringMember& member) { return member.value.size(); });
  if (text == nullptr && longest != members.end() && &*longest != title && longest->value.size() >= kLongEnough) text = &*longest;
  std::string advice;
  if (title != nullptr) advice += " --map " + shell_word("title=" + title->path);
  if (text != nullptr) advice += " --map " + shell_word("text=" + text->path);
  return advice.empty() ? "" : " Try:" + advice;
}

std::string no_text_message(const JsonValue& root) {
  constexpr std::size_t kShownKeys = 30;
  constexpr std::size_t kShownColumns = 40;
  const auto& members = *root.object();
  if (members.empty()) return R"(no "text", "html" or "title"; the record has no keys)";
  std::vector<std::string> keys;
  for (const auto& [key, value] : members) {
    if (keys.size() == kShownKeys) {
      keys.emplace_back("…");
      break;
    }
    keys.push_back(fit_width(one_line(key), kShownColumns) + (is_empty(value) ? " (empty)" : ""));
  }
  return fmt::format(R"(no "text", "html" or "title"; the keys are: {}.{})", fmt::join(keys, ", "), map_advice(root));
}

// The keys whose values are lists: in a table their cells are joined by "; ".
bool is_list_key(std::string_view key, const RecordSettings& settings) {
  static constexpr std::array kListParts = {Part::authors, Part::topics, Part::entities, Part::persons,
                                            Part::orgs,    Part::places, Part::miscs};
  const auto names_list = [](std::string_view name) {
    return std::ranges::any_of(kListParts, [&](Part part) { return is_key_of(part, name); });
  };
  return names_list(key) || std::ranges::find(settings.facet_fields, key) != settings.facet_fields.end() ||
         std::ranges::any_of(settings.map, [&](const auto& entry) { return entry.second == key && names_list(entry.first); });
}

// What the cells of a table say. Counts what was repaired.
JsonValue read_cells(const JsonValue& cells, const RecordSettings& settings, ParsedRecord& out) {
  static constexpr std::array kBetween = {"; "sv};
  JsonValue::Object fields;
  for (const auto& [key, cell] : *cells.object()) {
    std::string text = repair_utf8(*cell.string());
    if (text != *cell.string()) out.notes["repaired-utf8"] = 1;
    if (text.find(kBetween[0]) == text.npos || !is_list_key(key, settings)) {
      fields.emplace_back(key, JsonValue{std::move(text)});
      continue;
    }
    JsonValue::Array list;
    for (std::string& part : split(text, kBetween)) list.push_back(JsonValue{std::move(part)});
    fields.emplace_back(key, JsonValue{std::move(list)});
  }
  return {std::move(fields)};
}

std::optional<Reject> unusable(const RawRecord& record, const JsonValue& root, const Article& article) {
  const auto rejected = [&](std::string_view reason, std::string_view what) {
    return make_reject(reason, record.origin, what, record.bytes);
  };
  if (article.title.empty() && article.text.empty()) {
    const auto* html = root.find("html");
    const bool has_html = html != nullptr && html->string() != nullptr && !is_blank(*html->string());
    if (!has_html) return rejected("no-text", no_text_message(root));
    return rejected("html-unsupported", R"(only "html", which is not read yet; put the plain text into "text")");
  }
  if (article.id.size() > kMaxIdBytes) {
    return rejected(
        "bad-id", fmt::format("the id has {} bytes, at most {} are allowed; give a shorter one, or none", article.id.size(), kMaxIdBytes));
  }
  if (has_control(article.id)) {
    return rejected("bad-id", fmt::format("the id {} has control characters; give one without, or none", one_line(article.id)));
  }
  return std::nullopt;
}

std::expected<ParsedRecord, Reject> finish_record(const RawRecord& record, const JsonValue& root, const RecordSettings& settings,
                                                  ParsedRecord&& parsed) {
  RecordParser(root, settings, parsed).parse();
  if (auto reject = unusable(record, root, parsed.article)) return std::unexpected(std::move(*reject));
  return std::move(parsed);
}

}  // namespace

std::expected<ParsedRecord, Reject> parse_record(const RawRecord& record, const RecordSettings& settings) {
  if (record.reject) return std::unexpected(*record.reject);
  ParsedRecord parsed;
  if (record.fields) return finish_record(record, read_cells(*record.fields, settings, parsed), settings, std::move(parsed));
  const std::string repaired = repair_utf8(record.bytes);
  const auto root = parse_json(repaired, kMaxJsonDepth);
  if (!root) {
    const std::string what = fmt::format("bad JSON: {}, at byte {}", root.error().message, root.error().offset);
    return std::unexpected(make_reject("bad-json", record.origin, what, record.bytes));
  }
  if (root->object() == nullptr) {
    const std::string what = fmt::format(R"(this is {}; a record is an object: {{"title":"…","text":"…"}})", kind_of(*root));
    return std::unexpected(make_reject("not-an-object", record.origin, what, record.bytes));
  }
  if (repaired != record.bytes) ++parsed.notes["repaired-utf8"];
  return finish_record(record, *root, settings, std::move(parsed));
}

Result<std::pair<std::string, std::string>> parse_map_option(const std::string& option) {
  const std::size_t sign = option.find('=');
  if (sign == option.npos || sign == 0 || sign + 1 == option.size()) {
    return fail(Status::usage, fmt::format("--map '{}': FIELD=KEY is wanted, for example --map title=headline", one_line(option)));
  }
  const std::string field = option.substr(0, sign);
  std::vector<std::string_view> names;
  const RecordKey* found = nullptr;
  for (const RecordKey& row : kRecordKeys) {
    const bool is_name = &row == kRecordKeys.data() || (&row)[-1].part != row.part;
    if (is_name) names.push_back(row.key);
    if (row.key == field && found == nullptr) found = &row;
  }
  if (found == nullptr) {
    return fail(Status::usage, fmt::format("--map '{}': there is no field '{}'; the fields are: {}", one_line(option), one_line(field),
                                           fmt::join(names, ", ")));
  }
  return std::pair{field, option.substr(sign + 1)};
}

}  // namespace broadsheet
