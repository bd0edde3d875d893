#include "indexer/merge.h"

#include <filesystem>

#include <fmt/format.h>

#include "indexer/failure.h"

namespace broadsheet {
namespace {

void merge_files(const std::vector<Path>& sources, const std::function<void(const PostingList&)>& use) {
  merge_postings(sources, use);
  for (const Path& source : sources) std::filesystem::remove(source);
}

void merge_to_file(const std::vector<Path>& sources, const Path& target) {
  auto file = PostingRunWriter::create(target);
  if (!file) throw Failure(file.error());
  merge_files(sources, [&file](const PostingList& list) { file->add(list); });
  if (const auto finished = file->finish(); !finished) throw Failure(finished.error());
}

}  // namespace

MergeTree::~MergeTree() {
  if (running_.valid()) running_.wait();
}

void MergeTree::add(Path file) {
  loose_.push_back(std::move(file));
  if (loose_.size() == kMergeWidth) start_group();
}

void MergeTree::start_group() {
  wait_for_group();
  Path target = folder_ / fmt::format("group-{:06}", groups_.size());
  groups_.push_back(target);
  running_ = std::async(std::launch::async, [sources = std::move(loose_), target] { merge_to_file(sources, target); });
  loose_.clear();
}

void MergeTree::wait_for_group() {
  if (running_.valid()) running_.get();
}

void MergeTree::finish(const std::function<void(const PostingList&)>& use) {
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
      merge_to_file({begin, end}, next.back());
    }
    sources = std::move(next);
  }
  merge_files(sources, use);
}

}  // namespace broadsheet
