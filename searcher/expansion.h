// Which further words do the best matches use? Query expansion by pseudo-relevance feedback, RM3: a relevance model (Lavrenko and Croft,
// Relevance-Based Language Models, SIGIR 2001, estimate RM1) mixed with the query (Abdul-Jaleel et al., UMass at TREC 2004, HARD).
// Pure; knows no Xapian. feedback.h reads the articles, executor.cpp searches with what comes out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "searcher/query_tree.h"

namespace broadsheet {

// As measured on news (docs/ranking.md).
inline constexpr std::size_t kFeedbackArticles = 10;         // the best matches are taken for relevant
inline constexpr std::size_t kExpansionWords = 20;
inline constexpr double kOriginalWeight = 0.5;                // of the query in the mixture; the rest is the relevance model's
inline constexpr double kMostExpansionShare = 0.1;            // words in more of all articles than this say nothing
inline constexpr std::size_t kLeastExpansionBytes = 2, kMostExpansionBytes = 20;
inline constexpr std::uint64_t kLeastArticlesToExpand = 10'000;  // below, expansion hurts more often than it helps: a warning

// Can this stem stand in an expansion? Length, and letters and digits only (letters of other alphabets count).
bool can_expand(std::string_view stem);

struct FeedbackArticle {
  std::vector<std::pair<std::string, double>> words;  // stems that can_expand() with their counts, each stem once
  double score = 0;                                   // of the first search, over 0
};

struct ExpansionWord {
  std::string stem;
  double weight = 0;  // P(w|R): the weights of an expansion add up to 1
};

// P(w|R) ~ sum over articles of P(w|article) * score, the most probable `words` of them, their sum made 1. Ordered by weight, equal ones
// by bytes: the same articles give the same expansion to the last bit.
std::vector<ExpansionWord> relevance_model(std::span<const FeedbackArticle> articles, std::size_t words);

// What the query's own scoring words weigh together: 1 each, or their word^2. Words of a phrase count each.
double query_weight(const QueryNode& node);

// Weight of an expansion word beside query words that weigh 1 each: P(w|R) * (1 - lambda) / lambda * query_weight.
double beside_query(double probability, double query_weight);

// Under --match any the words of the expansion are alternatives to those of the query: the tree that finds them, conditions kept.
// nullopt: the query has operators of its own, so what it matches stays.
std::optional<QueryNode> alternatives_tree(const QueryNode& root, std::vector<QueryNode> words);

}  // namespace broadsheet
