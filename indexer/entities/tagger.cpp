#include "indexer/entities/tagger.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/text.h"
#include "indexer/entities/document_tagger.h"
#include "indexer/entities/embedded_model.h"
#include "indexer/entities/tokens.h"

namespace broadsheet {
namespace {

struct Field {
  std::string_view name;
  const std::string* text;
};

// Opened once, by the first thread that asks; a model that was built in and does not open is a bug of the build.
const EntityModel& built_in_model() {
  static const EntityModel kModel = EntityModel::open(embedded_entity_model()).value();
  return kModel;
}

bool is_letter_or_digit(std::string_view token) {
  const Letters letters = letters_of(token);
  return letters.letter || letters.digit;
}

bool is_possessive(std::string_view token) {
  return token == "'s" || token == "’s" || token == "'S" || token == "’S" || token == "'" || token == "’";
}

// Code points before byte `to`, asked in rising order.
class Position {
 public:
  explicit Position(std::string_view text) : text_(text) {}
  std::uint32_t at(std::size_t to) {
    points_ += static_cast<std::uint32_t>(count_code_points(text_.substr(byte_, to - byte_)));
    byte_ = to;
    return points_;
  }

 private:
  std::string_view text_;
  std::size_t byte_ = 0;
  std::uint32_t points_ = 0;
};

struct FieldTokens {
  Field field;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Where the name that begins at `i` ends.
std::size_t end_of_name(const std::vector<std::uint8_t>& labels, std::size_t i, std::size_t end) {
  while (i < end && leaves_open(labels[i])) ++i;
  return std::min(i + 1, end);
}

// API, Prime Minister: capitalised, and no name by itself.
bool is_no_name(std::span<const std::string_view> tokens) {
  constexpr std::size_t kLongest = 4;
  if (tokens.size() > kLongest) return false;
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::uint64_t lower = hash_normalised(entity_form(tokens[i]));
    key = i == 0 ? lower : extend_phrase(key, lower);
  }
  return (built_in_model().lexicon().lists(key) & kNotName) != 0;
}

std::optional<NameMention> mention_of(std::span<const std::string_view> tokens, EntityType type, const Field& field, Position& position) {
  while (!tokens.empty() && !is_letter_or_digit(tokens.front())) tokens = tokens.subspan(1);
  while (!tokens.empty() && (is_possessive(tokens.back()) || (!is_letter_or_digit(tokens.back()) && tokens.back() != "!")))
    tokens = tokens.first(tokens.size() - 1);
  if (tokens.empty() || is_no_name(tokens)) return std::nullopt;
  const std::string& text = *field.text;
  const auto from = static_cast<std::size_t>(tokens.front().data() - text.data());
  const auto to = static_cast<std::size_t>(tokens.back().data() - text.data()) + tokens.back().size();
  NameMention found;
  found.type = type;
  found.mention.text = text.substr(from, to - from);
  found.mention.field = std::string(field.name);
  found.mention.start = position.at(from);
  found.mention.end = position.at(to);
  return found;
}

// The model learnt English. Texts of other languages (by the record's own word) are left alone: German nouns would be names.
bool is_foreign(const Article& article) {
  const std::string& language = article.language;
  return !language.empty() && (language.size() < 2 || (language[0] | 0x20) != 'e' || (language[1] | 0x20) != 'n');
}

// By the words that every sentence has: whatever the record says, a text of Spanish, French, Italian, Portuguese, German or Dutch has
// hardly any of English. Needs some length to tell.
bool reads_foreign(std::span<const std::string_view> tokens) {
  static constexpr std::array<std::string_view, 6> kEnglish = {"and", "for", "of", "that", "the", "to"};
  static constexpr std::array<std::string_view, 22> kForeign = {"de",  "del", "den", "der", "des", "di",  "die", "du", "el",  "en",  "et",
                                                                "het", "il",  "la",  "las", "le",  "les", "los", "na", "que", "und", "van"};
  constexpr std::size_t kLeastTokens = 40;
  if (tokens.size() < kLeastTokens) return false;
  std::size_t english = 0, foreign = 0;
  for (const std::string_view token : tokens) {
    if (token.size() < 2 || token.size() > 4 || token.front() < 'a') continue;
    english += std::ranges::binary_search(kEnglish, token);
    foreign += std::ranges::binary_search(kForeign, token);
  }
  return foreign > 2 * english && 10 * foreign > tokens.size();
}

}  // namespace

std::vector<NameMention> tag_names(const Article& article) {
  std::vector<NameMention> names;
  if (is_foreign(article)) return names;
  TokenisedText tokenised;
  std::vector<FieldTokens> fields;
  for (const Field field : {Field{"title", &article.title}, Field{"deck", &article.deck}, Field{"text", &article.text}}) {
    const std::size_t begin = tokenised.tokens.size();
    tokenise(*field.text, tokenised);
    fields.push_back({field, begin, tokenised.tokens.size()});
  }
  if (reads_foreign(tokenised.tokens)) return names;
  static thread_local DocumentTagger tagger(built_in_model());
  std::vector<std::uint8_t> labels;
  tagger.tag(tokenised.tokens, tokenised.sentence_starts, labels);
  for (const FieldTokens& part : fields) {
    Position position(*part.field.text);
    for (std::size_t i = part.begin; i < part.end;) {
      if (labels[i] == kOutside) {
        ++i;
        continue;
      }
      const std::size_t end = end_of_name(labels, i, part.end);
      const std::span<const std::string_view> tokens(tokenised.tokens);
      if (auto name = mention_of(tokens.subspan(i, end - i), type_of(labels[i]), part.field, position)) names.push_back(std::move(*name));
      i = end;
    }
  }
  return names;
}

std::string_view entity_model_version() { return built_in_model().version(); }

}  // namespace broadsheet
