// train-entities: makes and tries the model of the entity tagger. Driven by scripts/train-entities and scripts/evaluate-entities.
//
//   train-entities train --classes FILE --lists FILE --out MODEL [--rows N] [--epochs N] [--seed N] [--min-count N]
//                        [--silver-percent N] [--name-bias N,N,N,N] FILE…     files *.silver count so much of others; the bias
//                        towards names of persons, organisations, places and others is in hundredths of a nat
//   train-entities tag [--model MODEL] FILE…      the files' tokens, their labels and ours: three columns
//   train-entities names < TEXT                   the names of a text: type TAB start TAB end TAB text
//   train-entities tokens FILE                    the tokens of a text, a line each; articles stand between lines -DOCSTART-
//   train-entities speed FILE                     megabytes and tokens a second over the paragraphs of a text, by the processor's clock
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/text.h"
#include "indexer/entities/document_tagger.h"
#include "indexer/entities/embedded_model.h"
#include "indexer/entities/tagger.h"
#include "indexer/entities/tokens.h"
#include "indexer/entities/training/lexicon_builder.h"
#include "indexer/entities/training/trainer.h"
#include "indexer/entities/training/training_set.h"

namespace broadsheet {
namespace {

struct Arguments {
  std::map<std::string, std::string, std::less<>> options;
  std::vector<std::string> files;

  std::string text(std::string_view name, std::string_view fallback) const {
    const auto found = options.find(name);
    return found == options.end() ? std::string(fallback) : found->second;
  }
  std::uint64_t number(std::string_view name, std::uint64_t fallback) const {
    const auto found = options.find(name);
    if (found != options.end()) std::from_chars(found->second.data(), found->second.data() + found->second.size(), fallback);
    return fallback;
  }
};

Arguments parse_arguments(int argc, char** argv) {
  Arguments arguments;
  for (int i = 2; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word.starts_with("--") && i + 1 < argc) {
      arguments.options[std::string(word.substr(2))] = argv[++i];
    } else {
      arguments.files.emplace_back(word);
    }
  }
  return arguments;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// What a name of each type (person, org, place, misc) is given for beginning, in nats: the training texts leave names unmarked more often than
// news does.
using NameBias = std::array<float, 4>;

// "55,25,40,25": in hundredths, by type; "" is none.
Result<NameBias> parse_bias(std::string_view text) {
  NameBias bias{};
  for (std::size_t type = 0; type < bias.size() && !text.empty(); ++type) {
    const std::string_view part = text.substr(0, text.find(','));
    int hundredths = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), hundredths);
    if (error != std::errc() || end != part.data() + part.size())
      return fail(Status::usage, "--name-bias takes four whole numbers: person,org,place,misc.");
    bias[type] = static_cast<float>(hundredths) / 100;
    text.remove_prefix(std::min(part.size() + 1, text.size()));
  }
  return bias;
}

void favour_names(const NameBias& bias, float scale, Transitions& transitions) {
  for (std::size_t before = 0; before < kLabels; ++before) {
    for (std::size_t label = 1; label < kLabels; ++label) {
      if (leaves_open(before) || needs_open(label)) continue;
      transitions[before][label] += static_cast<std::int32_t>(std::lround(bias[static_cast<std::size_t>(type_of(label))] * scale));
    }
  }
}

// The largest weight becomes 127; rows of nothing but zeros are given up.
void quantise(const Weights& weights, const NameBias& bias, ModelParts& parts) {
  std::vector<float> sizes;
  for (const float weight : weights.rows) {
    if (weight != 0) sizes.push_back(std::abs(weight));
  }
  float largest = 1;
  if (!sizes.empty()) {
    // One weight in 20,000 may be cut off, so that the others keep their precision.
    const auto rank = static_cast<std::ptrdiff_t>(sizes.size() - 1 - (sizes.size() / 20000));
    std::ranges::nth_element(sizes, sizes.begin() + rank);
    largest = sizes[static_cast<std::size_t>(rank)];
  }
  const float scale = 127.0F / largest;
  fmt::print(stderr, "largest weight {:.3f}\n", largest);
  std::size_t used = 0;
  parts.row_weights.assign(weights.rows.size(), '\0');
  for (std::size_t row = 0; row < parts.row_fingerprints.size(); ++row) {
    bool any = false;
    for (std::size_t y = 0; y < kScoredLabels; ++y) {
      const std::size_t at = (row * kScoredLabels) + y;
      const long value = std::lround(std::clamp(weights.rows[at] * scale, -127.0F, 127.0F));
      parts.row_weights[at] = static_cast<char>(static_cast<std::int8_t>(value));
      any = any || value != 0;
    }
    if (!any) parts.row_fingerprints[row] = 0;
    used += any;
  }
  for (std::size_t a = 0; a < kLabels; ++a) {
    for (std::size_t b = 0; b < kLabels; ++b)
      parts.transitions[a][b] = static_cast<std::int32_t>(std::lround(weights.transitions[a][b] * scale));
  }
  favour_names(bias, scale, parts.transitions);
  fmt::print(stderr, "{} rows of {} in use\n", used, parts.row_fingerprints.size());
}

Result<void> run_train(const Arguments& arguments) {
  const auto bias = parse_bias(arguments.text("name-bias", ""));
  if (!bias) return std::unexpected(bias.error());
  ModelParts parts;
  if (auto done = add_classes(arguments.text("classes", ""), parts); !done) return done;
  if (auto done = add_lists(arguments.text("lists", ""), parts); !done) return done;
  const Lexicon lexicon = lexicon_of(parts);
  const std::uint64_t seed = arguments.number("seed", 1);
  TrainingSetBuilder builder(lexicon, {.seed = seed});
  for (const std::string& file : arguments.files) {
    const auto documents = read_columns(file);
    if (!documents) return std::unexpected(documents.error());
    const std::filesystem::path path(file);
    const std::uint32_t corpus = corpus_id(path.stem().string());
    const float weight = path.extension() == ".silver" ? static_cast<float>(arguments.number("silver-percent", 100)) / 100 : 1;
    for (const LabelledDocument& document : *documents) {
      if (auto done = builder.add(document, corpus, weight); !done) return fail(done.error().status, file + ": " + done.error().message);
    }
  }
  TrainingSet set = builder.take();
  const std::size_t rows = arguments.number("rows", 1U << 19);
  parts.row_fingerprints = choose_features(set, lexicon, rows, static_cast<std::uint32_t>(arguments.number("min-count", 3)));
  resolve(set, lexicon, parts.row_fingerprints);
  fmt::print(stderr, "{} words, {} tokens scored, {} stretches, {} dropped\n", set.words.size(), set.tokens.size(), set.stretches.size(),
             set.dropped_stretches);
  const TrainerOptions options{.seed = seed,
                               .epochs = static_cast<int>(arguments.number("epochs", 7)),
                               .step = static_cast<float>(arguments.number("step-permille", 15)) / 1000,
                               .dropout = static_cast<float>(arguments.number("dropout-percent", 10)) / 100};
  const Weights weights =
      train(set, rows, options, [](int epoch, double loss) { fmt::print(stderr, "epoch {}: loss {:.5f}\n", epoch, loss); });
  quantise(weights, *bias, parts);
  const std::string bytes = encode_model(parts);
  std::ofstream out(arguments.text("out", "entities.model"), std::ios::binary | std::ios::trunc);
  out << bytes;
  if (!out.flush()) return fail(Status::io_error, fmt::format("{}: cannot be written.", arguments.text("out", "entities.model")));
  return {};
}

std::string label_text(std::size_t label) {
  constexpr std::string_view kTypes[] = {"PER", "ORG", "LOC", "MISC"};
  if (label == kOutside) return "O";
  const bool first = place_of(label) == Place::begin || place_of(label) == Place::unit;
  return fmt::format("{}-{}", first ? "B" : "I", kTypes[static_cast<std::size_t>(type_of(label))]);
}

Result<void> run_tag(const Arguments& arguments) {
  const std::string bytes = read_file(arguments.text("model", ""));
  const auto model = EntityModel::open(arguments.options.contains("model") ? std::string_view(bytes) : embedded_entity_model());
  if (!model) return std::unexpected(model.error());
  DocumentTagger tagger(*model);
  for (const std::string& file : arguments.files) {
    const auto documents = read_columns(file);
    if (!documents) return std::unexpected(documents.error());
    for (const LabelledDocument& document : *documents) {
      std::vector<std::string_view> tokens;
      std::vector<std::uint32_t> starts;
      for (const LabelledSentence& sentence : document) {
        starts.push_back(static_cast<std::uint32_t>(tokens.size()));
        for (const LabelledToken& token : sentence) tokens.push_back(token.text);
      }
      std::vector<std::uint8_t> labels;
      tagger.tag(tokens, starts, labels);
      std::size_t i = 0;
      fmt::print("-DOCSTART-\tO\tO\n\n");
      for (const LabelledSentence& sentence : document) {
        for (const LabelledToken& token : sentence) fmt::print("{}\t{}\t{}\n", token.text, token.label, label_text(labels[i++]));
        fmt::print("\n");
      }
    }
  }
  return {};
}

constexpr std::string_view kTypeNames[] = {"person", "org", "place", "misc"};

Result<void> run_names() {
  Article article;
  article.text = repair_utf8(std::string(std::istreambuf_iterator<char>(std::cin), {}));
  for (const NameMention& name : tag_names(article)) {
    fmt::print("{}\t{}\t{}\t{}\n", kTypeNames[static_cast<std::size_t>(name.type)], name.mention.start, name.mention.end,
               terminal_safe(squeeze(name.mention.text)));
  }
  return {};
}

Result<void> run_tokens(const Arguments& arguments) {
  if (arguments.files.empty()) return fail(Status::usage, "tokens needs a file of text.");
  const std::string text = repair_utf8(read_file(arguments.files.front()));
  constexpr std::string_view kMark = "-DOCSTART-\n";
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find(kMark, from), text.size());
    TokenisedText tokenised;
    tokenise(std::string_view(text).substr(from, end - from), tokenised);
    fmt::print("-DOCSTART-\tO\n");
    std::size_t sentence = 0;
    for (std::size_t i = 0; i < tokenised.tokens.size(); ++i) {
      if (sentence < tokenised.sentence_starts.size() && tokenised.sentence_starts[sentence] == i) {
        fmt::print("\n");
        ++sentence;
      }
      fmt::print("{}\tO\n", tokenised.tokens[i]);
    }
    fmt::print("\n");
    from = end + kMark.size();
  }
  return {};
}

// Articles of about 4,000 bytes, as archives have them, cut from the text at blank lines.
std::vector<Article> articles_of(const std::string& text) {
  constexpr std::size_t kArticleBytes = 4000;
  std::vector<Article> articles;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find("\n\n", std::min(from + kArticleBytes, text.size())), text.size());
    articles.emplace_back().text = text.substr(from, end - from);
    from = end;
  }
  return articles;
}

Result<void> run_speed(const Arguments& arguments) {
  if (arguments.files.empty()) return fail(Status::usage, "speed needs a file of text.");
  const std::string text = repair_utf8(read_file(arguments.files.front()));
  const std::vector<Article> articles = articles_of(text);
  std::size_t tokens = 0;
  TokenisedText tokenised;
  for (const Article& article : articles) {
    tokenised.clear();
    tokenise(article.text, tokenised);
    tokens += tokenised.tokens.size();
  }
  const std::clock_t opening = std::clock();
  static_cast<void>(entity_model_version());
  const std::clock_t begin = std::clock();
  std::size_t names = 0;
  for (const Article& article : articles) names += tag_names(article).size();
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  fmt::print("{:.2f} MB/s, {:.0f} tokens/s, {} names in {} articles of {:.1f} MB; model opened in {:.1f} ms\n",
             static_cast<double>(text.size()) / 1e6 / seconds, static_cast<double>(tokens) / seconds, names, articles.size(),
             static_cast<double>(text.size()) / 1e6, 1e3 * static_cast<double>(begin - opening) / CLOCKS_PER_SEC);
  return {};
}

int run(int argc, char** argv) {
  const std::string_view command = argc > 1 ? argv[1] : "";
  Result<void> done = fail(Status::usage, "train-entities: 'train', 'tag', 'names', 'tokens' or 'speed'; see docs/entities.md.");
  if (command == "train") done = run_train(parse_arguments(argc, argv));
  if (command == "tag") done = run_tag(parse_arguments(argc, argv));
  if (command == "names") done = run_names();
  if (command == "tokens") done = run_tokens(parse_arguments(argc, argv));
  if (command == "speed") done = run_speed(parse_arguments(argc, argv));
  if (done) return 0;
  fmt::print(stderr, "train-entities: {}\n", done.error().message);
  return static_cast<int>(done.error().status);
}

}  // namespace
}  // namespace broadsheet

int main(int argc, char** argv) { return broadsheet::run(argc, argv); }
