#include "indexer/clean.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "common/article_json.h"
#include "common/log.h"
#include "common/text.h"
#include "indexer/cleaning/rules.h"
#include "indexer/derive.h"
#include "indexer/rejects.h"

namespace broadsheet {
namespace {

constexpr std::uint64_t kShownRejects = 10;

// What is no row of the rule table, with its reason.
struct OtherRule {
  std::string_view id, reason;
};
constexpr OtherRule kOtherRules[] = {
    {"above-headline", "stood above the headline and is no paragraph"},
    {"byline", "says who wrote it: see authors"},
    {"deck", "the deck between headline and text: see deck"},
    {"excerpt-mark", "says how much was cut off"},
    {"headline", "a form of the headline: see title"},
    {"repeated-paragraph", "stands a second time in the text"},
};

std::string_view reason_of(std::string_view id) {
  const auto other = std::ranges::find(kOtherRules, id, &OtherRule::id);
  if (other != std::end(kOtherRules)) return other->reason;
  const auto rules = cleaning_rules();
  const auto rule = std::ranges::find(rules, id, &CleaningRule::id);
  return rule != rules.end() ? rule->reason : "a rule of another version";
}

// Counts what was read and refused, and says so of the first.
class Refusals {
 public:
  explicit Refusals(const BuildOptions& options) : options_(options) {
    if (options.rejects) file_.emplace(*options.rejects);
  }
  Result<void> add(const Reject& reject) {
    if (++count_ <= kShownRejects) log_warning(reject.reason, reject.message);
    return file_ ? file_->add(reject) : Result<void>();
  }
  Result<Status> finish(std::uint64_t read) {
    if (count_ > kShownRejects) log_warning("rejected", fmt::format("{} records in all could not be used", with_thousands(count_)));
    if (file_) {
      if (const auto kept = file_->commit(); !kept) return std::unexpected(kept.error());
    }
    const auto share = static_cast<std::uint64_t>(options_.max_rejects_share * static_cast<double>(read));
    if (count_ > 0 && (count_ == read || count_ > options_.max_rejects.value_or(share))) {
      return fail(Status::bad_data, fmt::format("{} of {} records could not be used; more are allowed by --max-rejects",
                                                with_thousands(count_), with_thousands(read)));
    }
    return count_ > 0 && options_.fail_on_rejects ? Status::partial : Status::ok;
  }

 private:
  const BuildOptions& options_;
  std::optional<RejectsFile> file_;
  std::uint64_t count_ = 0;
};

std::string clean_line(const Article& article, const std::string& hash) { return article_to_json(article, hash) + '\n'; }
std::string entities_line(const Article& article, const std::string& /*content_hash*/) { return entities_to_json(article) + '\n'; }
std::string inspection(const Article& article, const std::string& /*content_hash*/) { return inspection_text(article) + '\n'; }

std::string or_none(std::string_view text) { return text.empty() ? "(none)" : terminal_safe(text); }

}  // namespace

Result<Status> clean_inputs(const BuildOptions& options, bool inspect, const WriteText& write) {
  Refusals refusals(options);
  std::uint64_t read = 0;
  Result<void> going;
  const auto keep = [&](DerivedRecord&& record) {
    ++read;
    if (!going) return;
    log_clear_progress();
    going = record.reject ? refusals.add(*record.reject) : write(record.article->record);
  };
  const auto inputs = derive_records(options, inspect ? inspection : options.only_entities ? entities_line : clean_line, keep);
  log_clear_progress();
  if (!inputs) return std::unexpected(inputs.error());
  if (!going) return std::unexpected(going.error());
  return refusals.finish(read);
}

std::string inspection_text(const Article& article) {
  std::string out = fmt::format("{}\n", terminal_safe(article.id));
  out += fmt::format("  title    {}\n  deck     {}\n", or_none(article.title), or_none(article.deck));
  out += fmt::format("  authors  {}\n", or_none(fmt::format("{}", fmt::join(article.authors, "; "))));
  out +=
      fmt::format("  date     {}\n",
                  article.date ? fmt::format("{} (from {})", terminal_safe(article.date->text), or_none(article.date_source)) : "(none)");
  out += fmt::format("  access   {}\n  text     {} characters\n", access_name(article.access),
                     with_thousands(count_code_points(article.text)));
  if (article.removed.empty()) return out + "  removed  nothing\n";
  out += fmt::format("  removed  {}\n", article.removed.size());
  for (const RemovedSpan& span : article.removed) {
    out += fmt::format("    at {}: {} ({})\n", span.start, span.rule, reason_of(span.rule));
    std::string text = terminal_safe(span.text);
    for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 7)) text.replace(at, 1, "\n      ");
    out += "      " + text + '\n';
  }
  return out;
}

}  // namespace broadsheet
