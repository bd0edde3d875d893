#include "indexer/merge.h"

#include <filesystem>

#include <fmt/format.h>
#include <xapian.h>

namespace broadsheet {
namespace {

void compact(const std::vector<Path>& sources, const Path& target) {
  {
    Xapian::Database all;
    for (const Path& source : sources) all.add_database(Xapian::Database(source.string()));
    all.compact(target.string(), 0U);
  }
  for (const Path& source : sources) std::filesystem::remove_all(source);
}

}  // namespace

MergeTree::~MergeTree() {
  if (running_.valid()) running_.wait();
}

void MergeTree::add(Path database) {
  loose_.push_back(std::move(database));
  if (loose_.size() == kMergeWidth) start_group();
}

void MergeTree::start_group() {
  wait_for_group();
  Path target = folder_ / fmt::format("group-{:06}", groups_.size());
  groups_.push_back(target);
  running_ = std::async(std::launch::async, [sources = std::move(loose_), target] { compact(sources, target); });
  loose_.clear();
}

void MergeTree::wait_for_group() {
  if (running_.valid()) running_.get();
}

void MergeTree::finish(const Path& target) {
  wait_for_group();
  std::vector<Path> sources = std::move(groups_);
  sources.insert(sources.end(), loose_.begin(), loose_.end());
  loose_.clear();
  int level = 0;
  while (sources.size() > kMergeWidth) {
    std::vector<Path> next;
    ++level;
    for (std::size_t i = 0; i < sources.size(); i += kMergeWidth) {
      const auto begin = sources.begin() + static_cast<std::ptrdiff_t>(i);
      const auto end = sources.begin() + static_cast<std::ptrdiff_t>(std::min(sources.size(), i + kMergeWidth));
      next.push_back(folder_ / fmt::format("level-{}-{:06}", level, next.size()));
      compact({begin, end}, next.back());
    }
    sources = std::move(next);
  }
  if (sources.empty()) {
    const Xapian::WritableDatabase empty((folder_ / "empty").string(), Xapian::DB_CREATE | Xapian::DB_NO_SYNC);
    sources.push_back(folder_ / "empty");
  }
  compact(sources, target);
}

}  // namespace broadsheet
