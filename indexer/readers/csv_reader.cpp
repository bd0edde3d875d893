// Tables: the first record names the columns, each other one is an article. A record that is none is rejected alone: where a quote is
// never closed, reading goes on at the next line that looks like a record again.
#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "common/limits.h"
#include "common/text.h"
#include "indexer/readers/csv_scan.h"
#include "indexer/readers/formats.h"
#include "indexer/record_keys.h"
#include "indexer/record_values.h"

namespace broadsheet {
namespace {

constexpr std::array kDelimiters = {',', ';', '\t', '|'};
constexpr std::uint64_t kEnoughToJudge = 8;      // good records say what a column holds
constexpr std::size_t kLookAhead = 64U << 10;  // of a header, to find the delimiter; of records, to find the next good one

std::string_view delimiter_name(char delimiter) {
  if (delimiter == '\t') return "a tab";
  return delimiter == ',' ? "a comma" : delimiter == ';' ? "a semicolon" : "a |";
}

bool is_known_key(std::string_view key) {
  return std::ranges::any_of(kRecordKeys, [&](const RecordKey& row) { return row.key == key; });
}
bool is_text_key(std::string_view key) { return is_key_of(Part::text, key) || is_key_of(Part::title, key) || is_key_of(Part::html, key); }

std::vector<std::string> names_of(std::string_view record, const std::vector<CsvCell>& cells) {
  std::vector<std::string> names;
  for (const CsvCell& cell : cells) {
    std::string name = squeeze(repair_utf8(csv_cell_text(record, cell)));
    if (name.empty()) name = fmt::format("column_{}", names.size() + 1);
    names.push_back(std::move(name));
  }
  return names;
}

struct Header {
  CsvDialect dialect;
  std::vector<std::string> names;
  std::size_t size = 0;  // bytes, the line's end included
  CsvScanner::State state = CsvScanner::State::going;
};

// A file whose first line end outside of quotes is a lone \r has no other.
char line_end_of(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted || (text[i] != '\r' && text[i] != '\n')) continue;
    return text[i] == '\r' && i + 1 < text.size() && text[i + 1] != '\n' ? '\r' : '\n';
  }
  return '\n';
}

Header header_with(std::string_view text, CsvDialect dialect, bool is_all) {
  CsvScanner scan(dialect, kMaxColumns + 1);
  Header header{dialect, {}, 0, scan.scan(text, is_all)};
  header.size = scan.position();
  if (header.state == CsvScanner::State::whole) header.names = names_of(text, scan.cells());
  return header;
}

std::size_t known_names(const Header& header) { return static_cast<std::size_t>(std::ranges::count_if(header.names, is_known_key)); }

// The beginning of the window, wide enough to look at a header; `is_all`: there is no more.
std::string_view look_ahead(Input& in, std::size_t size, bool& is_all) {
  is_all = false;
  while (!is_all && in.window().size() < size) is_all = !in.more();
  return in.window();
}

// Of the delimiters the one that makes the most known names, then the most names.
Header sniff_header(std::string_view text, bool is_all) {
  CsvDialect dialect;
  dialect.line_end = line_end_of(text);
  Header best = header_with(text, dialect, is_all);
  for (const char delimiter : kDelimiters) {
    dialect.delimiter = delimiter;
    Header header = header_with(text, dialect, is_all);
    if (header.state != CsvScanner::State::whole) continue;
    const auto rank = [](const Header& of) { return std::pair(known_names(of), of.names.size()); };
    if (best.state != CsvScanner::State::whole || rank(header) > rank(best)) best = std::move(header);
  }
  return best;
}

class CsvReader {
 public:
  CsvReader(Input& in, Output& out) : in_(in), out_(out) {}

  void read(InputFormat format) {
    skip_blank_lines();
    if (in_.window().empty()) return;
    if (!read_header(format)) return;
    while (out_.open()) {
      skip_blank_lines();
      if (in_.window().empty()) return;
      read_one();
    }
  }

 private:
  void skip_blank_lines() { in_.skip("\r\n"); }

  bool read_header(InputFormat format) {
    bool is_all = false;
    const std::string_view text = look_ahead(in_, kLookAhead, is_all);
    Header header;
    if (format == InputFormat::tsv) {
      header = header_with(text, {'\t', line_end_of(text), true}, is_all);
    } else {
      header = sniff_header(text, is_all);
    }
    dialect_ = header.dialect;
    in_.set_line_end(dialect_.line_end);
    if (header.state != CsvScanner::State::whole || header.names.size() > kMaxColumns) return bad_header(header);
    names_ = std::move(header.names);
    std::unordered_map<std::string_view, std::size_t> seen;
    for (std::size_t i = 0; i < names_.size(); ++i) first_of_name_.push_back(seen.try_emplace(names_[i], i).first->second);
    is_token_.assign(names_.size(), true);
    in_.take(header.size);
    return true;
  }

  // The file ends here: without its columns no record means anything.
  bool bad_header(const Header& header) {
    if (in_.error()) {
      in_.take(in_.window().size());
      return false;
    }
    const std::string what =
        header.state == CsvScanner::State::whole
            ? fmt::format("the first line names more than {} columns", kMaxColumns)
            : fmt::format("the first line names no columns: {}", header.state == CsvScanner::State::stray
                                                                     ? "a quote mark stands inside of quotes; it must be written twice"
                                                                     : "it has no end within 64 KiB, or a quote is not closed");
    const std::string_view bytes = in_.window();
    out_.reject("bad-csv", in_.origin(), what, std::string(bytes.substr(0, std::min(bytes.find('\n'), kLookAhead))));
    return false;
  }

  CsvScanner scanner(CsvDialect dialect) const { return {dialect, names_.size() + 1}; }

  void read_one() {
    CsvScanner scan = scanner(dialect_);
    auto state = scan.scan(in_.window(), false);
    while (state == CsvScanner::State::going && scan.position() <= kMaxRecordBytes) {
      if (!in_.more()) {
        if (in_.error()) return in_.take(in_.window().size());  // what the error cut is no record
        state = scan.scan(in_.window(), true);
      } else {
        state = scan.scan(in_.window(), false);
      }
    }
    if (state == CsvScanner::State::whole && scan.is_empty()) return in_.take(scan.position());
    if (state == CsvScanner::State::whole && scan.cell_count() == names_.size() && scan.position() <= kMaxRecordBytes) return give(scan);
    if (dialect_.delimiter == '\t' && read_literally()) return;
    refuse(std::move(scan), state);
  }

  // Much that has tabs between has no quoting: what cannot be read with quotes is tried without.
  bool read_literally() {
    CsvDialect plain = dialect_;
    plain.quotes = false;
    CsvScanner scan = scanner(plain);
    auto state = scan.scan(in_.window(), false);
    if (state == CsvScanner::State::going) {
      const bool is_all = !in_.more();
      state = scan.scan(in_.window(), is_all && !in_.error());
    }
    const bool good = state == CsvScanner::State::whole && scan.cell_count() == names_.size() && scan.position() <= kMaxRecordBytes;
    if (good) give(scan);
    return good;
  }

  void give(const CsvScanner& scan) {
    const std::string_view record = in_.window().substr(0, scan.text_size());
    std::vector<std::string> texts(names_.size());
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const CsvCell& cell = scan.cells()[i];
      std::string text = csv_cell_text(record, cell);
      is_token_[i] = is_token_[i] && looks_like_token(text);
      if (!text.empty()) texts[first_of_name_[i]] = std::move(text);
    }
    JsonValue::Object fields;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (!texts[i].empty()) fields.emplace_back(names_[i], JsonValue{std::move(texts[i])});
    }
    Capture capture(in_.origin());
    capture.add(record);
    in_.take(scan.position());
    ++given_;
    out_.record(std::move(capture), JsonValue{std::move(fields)});
  }

  static bool looks_like_token(std::string_view text) { return !text.empty() && text.find_first_of(" \t\r\n") == text.npos; }

  // The record in front is none. Only of what is surely part of it is it said so.
  void refuse(CsvScanner scan, CsvScanner::State state) {
    const std::size_t again = next_good_line(scan.position());
    if (again > 0) return reject_bytes(again, fault(scan, state, true));
    if (state == CsvScanner::State::whole && scan.position() <= kMaxRecordBytes)
      return reject_bytes(scan.position(), fault(scan, state, false));
    reject_streaming(std::move(scan), state);
  }

  std::string fault(const CsvScanner& scan, CsvScanner::State state, bool swallows) const {
    const std::size_t column = std::min(scan.cell_count(), names_.size() - 1);
    const std::string where = fmt::format("column {} ({})", scan.cell_count() + 1, one_line(fit_width(names_[column], 40)));
    if (swallows)
      return fmt::format(
          "a quote is opened and not closed in its line, which spoils the record; a quote mark inside of quotes is written twice");
    if (state == CsvScanner::State::stray) return fmt::format("{}: a quote mark stands inside of quotes; it must be written twice", where);
    if (state == CsvScanner::State::unclosed) return fmt::format("{}: the file ends inside of quotes", where);
    const std::string_view name = delimiter_name(dialect_.delimiter);
    return fmt::format("{} {}, but the first line names {} columns; a value with {} in it stands in quotes, and {} stands between two",
                       with_thousands(scan.cell_count()), scan.cell_count() == 1 ? "value" : "values", names_.size(), name, name);
  }

  // Of the lines that begin within the first `extent` bytes, the first that is a record with the right number of cells, and with
  // values without blanks where all records so far had such (ids, dates); 0: none. Looks at no more than eight times the extent.
  std::size_t next_good_line(std::size_t extent) {
    bool is_all = false;
    const std::string_view window = look_ahead(in_, extent + kLookAhead, is_all);
    extent = std::min(extent, window.size());
    std::size_t budget = 8 * extent + kLookAhead;
    for (std::size_t at = window.find(dialect_.line_end); at < extent; at = window.find(dialect_.line_end, at)) {
      ++at;
      if (at >= extent) break;
      CsvScanner scan = scanner(dialect_);
      const std::string_view rest = window.substr(at, budget);
      const auto state = scan.scan(rest, is_all && rest.size() == window.size() - at);
      if (state == CsvScanner::State::whole && is_like_others(rest, scan)) return at;
      if (scan.position() >= budget) return 0;
      budget -= scan.position();
    }
    return 0;
  }

  bool is_like_others(std::string_view record, const CsvScanner& scan) const {
    if (scan.cell_count() != names_.size() || scan.is_empty()) return false;
    for (std::size_t i = 0; given_ >= kEnoughToJudge && i < names_.size(); ++i) {
      if (is_token_[i] && !looks_like_token(csv_cell_text(record, scan.cells()[i]))) return false;
    }
    return true;
  }

  static std::string without_line_end(std::string record) {
    while (record.ends_with('\n') || record.ends_with('\r')) record.pop_back();
    return record;
  }

  void reject_bytes(std::size_t size, const std::string& what) {
    const Origin origin = in_.origin();
    std::string record(in_.window().substr(0, size));
    in_.take(size);
    out_.reject("bad-csv", origin, what, without_line_end(std::move(record)));
  }

  // A record of any length: to its end by the quotes, or to a line that looks like a record again, and behind a stray quote to the
  // end of the line.
  void reject_streaming(CsvScanner scan, CsvScanner::State state) {
    Capture capture(in_.origin());
    while (state == CsvScanner::State::going) {
      const std::size_t n = scan.position();
      const std::string_view window = in_.window();
      capture.add(window.substr(0, n));
      scan.forget(n);
      in_.take(n);
      std::size_t size = in_.window().size();
      const bool is_all = size < 2 && !in_.more();
      if (size < 2) size = in_.window().size();
      if (const std::size_t again = scan.in_quotes() ? next_good_line(size) : 0; again > 0) {
        capture.add(in_.window().substr(0, again));
        in_.take(again);
        return out_.record(std::move(capture));  // as too long
      }
      state = scan.scan(in_.window().substr(0, size), is_all);
      if (is_all && state == CsvScanner::State::going) break;
    }
    if (in_.failed()) return;
    const std::string what = fault(scan, state, false);
    capture.add(in_.window().substr(0, scan.position()));
    in_.take(scan.position());
    if (state == CsvScanner::State::stray) to_line_end(capture);
    if (capture.too_long()) return out_.record(std::move(capture));
    out_.reject("bad-csv", capture.origin, what, without_line_end(std::move(capture.bytes)));
  }

  void to_line_end(Capture& capture) {
    for (std::string_view bytes = in_.window(); !bytes.empty(); bytes = in_.window()) {
      const std::size_t end = bytes.find(dialect_.line_end);
      capture.add(bytes.substr(0, end));
      in_.take(end == bytes.npos ? bytes.size() : end + 1);
      if (end != bytes.npos) return;
    }
  }

  Input& in_;
  Output& out_;
  CsvDialect dialect_;
  std::vector<std::string> names_;
  std::vector<std::size_t> first_of_name_;  // of the columns of the same name, the first
  std::vector<bool> is_token_;              // all values so far had something in them and no blanks
  std::uint64_t given_ = 0;
};

}  // namespace

bool looks_like_table(Input& in) {
  bool is_all = false;
  std::string_view text = look_ahead(in, kLookAhead, is_all);
  text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
  if (text.empty()) return false;
  const Header header = sniff_header(text, is_all);
  return known_names(header) >= 2 && std::ranges::any_of(header.names, is_text_key);
}

void read_csv(Input& in, Output& out, InputFormat format) { CsvReader(in, out).read(format); }

}  // namespace broadsheet
