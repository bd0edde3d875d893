#include "indexer/guard.h"

#include <fmt/format.h>

#include <optional>

#include "common/text.h"
#include "indexer/report.h"

namespace broadsheet {
namespace {

struct SourceLoss {
  std::string source;
  std::uint64_t before = 0;
  std::uint64_t now = 0;
  double allowed = 0;
};

double lost_share(std::uint64_t before, std::uint64_t now) {
  return now >= before ? 0 : static_cast<double>(before - now) / static_cast<double>(before);
}

SourceLoss loss_of(const std::string& source, std::uint64_t before, const Manifest& now, const ShrinkLimits& limits) {
  const auto left = now.by_source.find(source);
  const auto limit = limits.by_source.find(source);
  return {source, before, left == now.by_source.end() ? 0 : left->second, limit == limits.by_source.end() ? limits.in_all : limit->second};
}

bool is_too_much(const SourceLoss& loss) {
  const bool notable = loss.before - loss.now >= kNotableLoss || loss.allowed == 0;
  return notable && lost_share(loss.before, loss.now) > loss.allowed;
}

struct Losses {
  std::optional<SourceLoss> largest;           // of all sources
  std::optional<SourceLoss> largest_too_much;  // of those that lost more than is allowed
  std::size_t too_much = 0;
};

Losses source_losses(const Manifest& now, const Manifest& before, const ShrinkLimits& limits) {
  Losses losses;
  const auto keep_larger = [](std::optional<SourceLoss>& kept, const SourceLoss& loss) {
    if (!kept || loss.before - loss.now > kept->before - kept->now) kept = loss;
  };
  for (const auto& [source, articles] : before.by_source) {
    const SourceLoss loss = loss_of(source, articles, now, limits);
    if (loss.now >= loss.before) continue;
    keep_larger(losses.largest, loss);
    if (!is_too_much(loss)) continue;
    keep_larger(losses.largest_too_much, loss);
    ++losses.too_much;
  }
  return losses;
}

std::string loss_text(const SourceLoss& loss) {
  return fmt::format("{} {} -> {}", loss.source.empty() ? "articles without a source" : loss.source, with_thousands(loss.before),
                     with_thousands(loss.now));
}

}  // namespace

std::string comparison_text(const Manifest& now, const Manifest& before) {
  const std::string articles = counted(now.articles, "article");
  if (now.articles == before.articles) return fmt::format("{}, as many as {}", articles, before.generation);
  const bool fewer = now.articles < before.articles;
  const std::uint64_t difference = fewer ? before.articles - now.articles : now.articles - before.articles;
  if (before.articles == 0) return fmt::format("{}, {} has none", articles, before.generation);
  const double times = static_cast<double>(now.articles) / static_cast<double>(before.articles);
  if (times >= 2)
    return fmt::format("{}, {:.1f} times as many as {} ({})", articles, times, before.generation, with_thousands(before.articles));
  const double share = static_cast<double>(difference) / static_cast<double>(before.articles);
  return fmt::format("{}, {} {} than {} ({})", articles, percent_text(share), fewer ? "fewer" : "more", before.generation,
                     with_thousands(before.articles));
}

std::string shrink_refusal(const Manifest& now, const Manifest& before, const ShrinkLimits& limits) {
  const Losses losses = source_losses(now, before, limits);
  if (lost_share(before.articles, now.articles) > limits.in_all) {
    const std::string largest = losses.largest ? "; largest loss: " + loss_text(*losses.largest) : "";
    return fmt::format("{}, allowed {}{}", comparison_text(now, before), percent_text(limits.in_all), largest);
  }
  if (!losses.largest_too_much) return {};
  const SourceLoss& loss = *losses.largest_too_much;
  const std::string others = losses.too_much > 1 ? fmt::format(", and {} more", counted(losses.too_much - 1, "source")) : "";
  return fmt::format("{}; largest loss: {}, {} fewer, allowed {} of a source{}", comparison_text(now, before), loss_text(loss),
                     percent_text(lost_share(loss.before, loss.now)), percent_text(loss.allowed), others);
}

}  // namespace broadsheet
