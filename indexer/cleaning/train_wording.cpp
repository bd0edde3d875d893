// train-wording: makes wording_weights.inc. Reads lines "1<TAB>group<TAB>text" (a site's) and "0<TAB>group<TAB>text" (an article's) from
// stdin, cuts the texts into sentences as the cleaner does, and prints the weights. The same lines give the same weights.
// With --folds: trains five times without a fifth of the groups, and prints which share of the sentences left out passes which score.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/wording.h"

namespace broadsheet {
namespace {

constexpr int kEpochs = 12;
constexpr double kStep = 0.15;
constexpr double kDecay = 2e-5;                  // L2, of a weight each time it is used
constexpr std::size_t kFolds = 5;
constexpr std::size_t kGroupsOfWord = 2;         // a site's word stands in so many wordings,
constexpr std::size_t kSentencesOfWord = 400;    // or an article's in so many sentences
constexpr long kLeastSixteenths = 4;             // pairs that matter less are left out
constexpr std::size_t kGroupsOfFeature = 2;
constexpr std::size_t kSentencesOfFeature = 60;

struct Sentence {
  bool notice = false;
  std::size_t group = 0;
  std::string text;
};

struct Counts {
  std::set<std::size_t> groups;  // of notices; as many as matter
  std::size_t articles = 0;
  void add(const Sentence& sentence, std::size_t enough) {
    if (!sentence.notice)
      ++articles;
    else if (groups.size() < enough)
      groups.insert(sentence.group);
  }
};

using Table = std::unordered_map<std::string, Counts>;

struct Model {
  std::unordered_map<std::string, std::size_t> places;
  std::vector<std::string> names;
  std::vector<double> weights;
};

std::vector<Sentence> read_sentences() {
  std::vector<Sentence> all;
  std::unordered_map<std::string, std::size_t> groups;
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::size_t first = line.find('\t'), second = line.find('\t', first + 1);
    if (first == line.npos || second == line.npos) continue;
    const std::size_t group = groups.try_emplace(line.substr(0, second), groups.size()).first->second;
    const std::string plain = plain_form(line.substr(second + 1));
    for (const std::string_view sentence : split_sentences(plain)) all.push_back({line[0] == '1', group, std::string(sentence)});
  }
  return all;
}

std::vector<std::string> features_of(const Sentence& sentence, const std::unordered_map<std::string, bool>& words) {
  std::vector<std::string> features;
  for_each_wording_feature(
      sentence.text, [&](std::string_view word) { return words.contains(std::string(word)); },
      [&](const WordingFeature& feature) {
        features.push_back(fmt::format("{} {} {}", static_cast<char>(feature.kind), feature.first, feature.second));
      });
  return features;
}

std::unordered_map<std::string, bool> vocabulary(const std::vector<Sentence>& sentences) {
  Table counts;
  for (const Sentence& sentence : sentences)
    for_each_wording_token(sentence.text, [&](std::string_view word) { counts[std::string(word)].add(sentence, kGroupsOfWord); });
  std::unordered_map<std::string, bool> words;
  for (const auto& [word, count] : counts)
    if (count.groups.size() >= kGroupsOfWord || count.articles >= kSentencesOfWord) words[word] = true;
  return words;
}

Model select_features(const std::vector<Sentence>& sentences, const std::unordered_map<std::string, bool>& words) {
  Table counts;
  for (const Sentence& sentence : sentences)
    for (const std::string& feature : features_of(sentence, words)) counts[feature].add(sentence, kGroupsOfFeature);
  Model model;
  for (const auto& [feature, count] : counts) {
    const bool is_word = feature.starts_with("w ");
    if (is_word || count.groups.size() >= kGroupsOfFeature || count.articles >= kSentencesOfFeature) model.names.push_back(feature);
  }
  std::ranges::sort(model.names);
  for (std::size_t i = 0; i < model.names.size(); ++i) model.places[model.names[i]] = i;
  model.weights.assign(model.names.size(), 0);
  return model;
}

std::vector<std::size_t> places_of(const Model& model, const std::vector<std::string>& features) {
  std::vector<std::size_t> places;
  for (const std::string& feature : features)
    if (const auto found = model.places.find(feature); found != model.places.end()) places.push_back(found->second);
  return places;
}

double score(const Model& model, const std::vector<std::size_t>& places) {
  double sum = 0;
  for (const std::size_t place : places) sum += model.weights[place];
  return sum;
}

struct Example {
  bool notice;
  std::vector<std::size_t> places;
};

Model train(const std::vector<Sentence>& sentences, std::unordered_map<std::string, bool>& words) {
  words = vocabulary(sentences);
  Model model = select_features(sentences, words);
  std::vector<Example> examples;
  for (const Sentence& sentence : sentences) examples.push_back({sentence.notice, places_of(model, features_of(sentence, words))});
  std::vector<double> squares(model.weights.size(), 1e-6);
  std::mt19937 random(1);
  std::vector<std::size_t> order(examples.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (int epoch = 0; epoch < kEpochs; ++epoch) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    for (const std::size_t i : order) {
      const Example& example = examples[i];
      const double error = 1 / (1 + std::exp(-score(model, example.places))) - (example.notice ? 1 : 0);
      for (const std::size_t place : example.places) {
        const double gradient = error + kDecay * model.weights[place];
        squares[place] += gradient * gradient;
        model.weights[place] -= kStep * gradient / std::sqrt(squares[place]);
      }
    }
  }
  return model;
}

void print_folds(const std::vector<Sentence>& sentences) {
  constexpr double kFirst = -4, kLast = 8;
  std::vector<double> notices, articles;
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    std::vector<Sentence> rest;
    for (const Sentence& sentence : sentences)
      if (sentence.group % kFolds != fold) rest.push_back(sentence);
    std::unordered_map<std::string, bool> words;
    const Model model = train(rest, words);
    for (const Sentence& sentence : sentences) {
      if (sentence.group % kFolds != fold) continue;
      const double found = score(model, places_of(model, features_of(sentence, words)));
      (sentence.notice ? notices : articles).push_back(found);
      if (!sentence.notice && found > 2) fmt::print("article {:5.1f}  {}\n", found, sentence.text);
      if (sentence.notice && found < 0) fmt::print("notice  {:5.1f}  {}\n", found, sentence.text);
    }
  }
  const auto share = [](const std::vector<double>& scores, double least) {
    return 100.0 * static_cast<double>(std::ranges::count_if(scores, [&](double s) { return s >= least; })) /
           static_cast<double>(scores.size());
  };
  for (double least = kFirst; least <= kLast; least += 1)
    fmt::print("score >= {:4.1f}: {:6.2f} % of {} notices, {:7.3f} % of {} sentences\n", least, share(notices, least), notices.size(),
               share(articles, least), articles.size());
}

// A row of wording.cpp's literal.
void print_row(std::string_view name, long sixteenths) {
  const std::size_t first = name.find(' '), second = name.find(' ', first + 1);
  fmt::print("\"{}\\t{}\\t{}\\t{}\\n\"\n", name[0], name.substr(first + 1, second - first - 1), name.substr(second + 1), sixteenths);
}

void print_weights(const Model& model) {
  for (std::size_t i = 0; i < model.names.size(); ++i) {
    const long sixteenths = std::lround(model.weights[i] * 16);
    if (std::abs(sixteenths) < kLeastSixteenths && !model.names[i].starts_with("w ")) continue;
    print_row(model.names[i], sixteenths);
  }
}

}  // namespace
}  // namespace broadsheet

int main(int argc, char** argv) {
  const std::vector<broadsheet::Sentence> sentences = broadsheet::read_sentences();
  if (argc > 1 && std::string_view(argv[1]) == "--folds") {
    broadsheet::print_folds(sentences);
    return 0;
  }
  std::unordered_map<std::string, bool> words;
  broadsheet::print_weights(broadsheet::train(sentences, words));
}
