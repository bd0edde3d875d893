#include "searcher/query_limits.h"

#include <fmt/format.h>

#include "common/limits.h"

namespace broadsheet {
namespace {

class LimitCheck {
 public:
  // No deeper than kMaxQueryDepth: the lexer saw to it.
  void look_at(const QueryNode& node) {
    if (error_) return;
    if (node.kind == NodeKind::near && node.children.size() > kMaxNearOperands) {
      refuse(node, fmt::format("{} joins {} words, phrases or groups", node.ordered ? "ADJ" : "NEAR", node.children.size()),
             kMaxNearOperands, "join fewer, or some of them by AND");
    }
    if (node.kind == NodeKind::phrase && node.slop > 0 && node.words.size() > kMaxNearOperands) {
      refuse(node, fmt::format("\"…\"~{} has {} words", node.slop, node.words.size()), kMaxNearOperands,
             "leave some out; without ~ a phrase may be long");
    }
    const bool expands = node.kind == NodeKind::wildcard || node.kind == NodeKind::fuzzy;
    if (expands && ++expansions_ > kMaxExpansions) {
      refuse(node, fmt::format("this is wildcard or near spelling number {}", expansions_), kMaxExpansions,
             "write words without * and ~ where they will do");
    }
    if ((node.kind == NodeKind::near || node.slop > 0) && ++nears_ > kMaxNears) {
      refuse(node, fmt::format("this is NEAR, ADJ or \"…\"~n number {}", nears_), kMaxNears,
             "join some by AND, or words that stand for the same by OR");
    }
    for (const QueryNode& child : node.children) look_at(child);
  }

  const std::optional<Error>& error() const { return error_; }

 private:
  void refuse(const QueryNode& node, std::string_view what, std::size_t limit, std::string_view instead) {
    error_ = Error{Status::usage, fmt::format("query, column {}: {}; the limit is {}: {}", node.column, what, limit, instead)};
  }

  std::size_t expansions_ = 0, nears_ = 0;
  std::optional<Error> error_;
};

}  // namespace

std::optional<Error> beyond_limits(const QueryNode& root) {
  LimitCheck check;
  check.look_at(root);
  return check.error();
}

}  // namespace broadsheet
