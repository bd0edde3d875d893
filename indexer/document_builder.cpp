#include "indexer/document_builder.h"

#include "common/article_json.h"
#include "common/encoding.h"
#include "common/limits.h"
#include "common/text.h"
#include "common/word_weight.h"
#include "indexer/field_values.h"

namespace broadsheet {
namespace {

constexpr std::size_t kMaxCachedWords = 100'000;  // about 15 MB a thread

HitRecord hit_record(const Article& article) {
  HitRecord hit{article.id,
                article.url,
                article.source,
                article.date ? article.date->text : "",
                article.title,
                article.deck,
                article.section,
                article.language,
                std::string(access_name(article.access)),
                article.authors,
                {},
                {},
                {},
                {}};
  for (const Entity& entity : article.entities) {
    switch (entity.type) {
      case EntityType::person:
        hit.persons.push_back(entity.name);
        break;
      case EntityType::org:
        hit.orgs.push_back(entity.name);
        break;
      case EntityType::place:
        hit.places.push_back(entity.name);
        break;
      case EntityType::misc:
        hit.miscs.push_back(entity.name);
        break;
    }
  }
  return hit;
}

DocumentFacts document_facts(const Article& article) {
  DocumentFacts facts;
  facts.precision = kUndatedPrecision;
  facts.text_bytes = static_cast<std::uint32_t>(article.text.size());
  if (!article.date) return facts;
  facts.start = article.date->start;
  facts.end = article.date->end;
  facts.day = article.date->day;
  facts.last_day = article.date->last_day;
  facts.precision = static_cast<std::uint8_t>(article.date->precision);
  return facts;
}

}  // namespace

DocumentBuilder::DocumentBuilder(const Schema& schema, const Knowledge& knowledge, const AnalysisSettings& analysis)
    : schema_(schema), knowledge_(knowledge), stemmer_(analysis.stemmer) {}

// The raw bytes are looked up first: folding and stemming happen once for each spelling, not once for each occurrence.
const DocumentBuilder::Word& DocumentBuilder::word(std::string_view raw) {
  auto found = words_.find(raw);
  if (found == words_.end()) {
    Word fresh{normalise_word(raw), nullptr, is_capital_form(raw), 0, 0};
    if (!fresh.normalised.empty()) fresh.stem = &stem_of(bare_word(fresh.normalised));
    found = words_.emplace(std::string(raw), std::move(fresh)).first;
  }
  Word& word = found->second;
  if (word.stem != nullptr && word.run != run_) {
    word.run = run_;
    word.id = id_in_run(word.normalised);
  }
  return word;
}

DocumentBuilder::Stem& DocumentBuilder::stem_of(std::string_view normalised) {
  const std::string& stem = stemmer_(normalised);
  return stems_.try_emplace(stem, Stem{word_term("", stem), 0, 0}).first->second;
}

void DocumentBuilder::count(Stem& stem, std::uint32_t wdf) {
  if (stem.document != document_) {
    stem.document = document_;
    stem.wdf = 0;
    touched_.push_back(&stem);
  }
  stem.wdf += wdf;
}

// Spellings share an id ("Model" and "model"), so the run's ids go by the normalised form.
std::uint32_t DocumentBuilder::id_in_run(std::string_view normalised) {
  if (const auto found = run_ids_.find(normalised); found != run_ids_.end()) return found->second;
  const auto id = static_cast<std::uint32_t>(run_words_.size());
  run_ids_.emplace(std::string(normalised), id);
  run_words_.push_back({std::string(normalised), 0, 0});
  run_last_document_.push_back(0);
  return id;
}

void DocumentBuilder::add_text(std::string_view text, TextField field, std::uint32_t wdf, BuiltDocument& built) {
  auto& ids = built.tokens.words[static_cast<std::size_t>(field)];
  std::size_t position = 0;
  for (const auto& stream : built.tokens.words) position += stream.size();  // fields come in order: this is the first free number
  WordScanner scanner(text);
  WordJoiner joiner;
  RawWord raw;
  while (scanner.next(raw) && position < kMaxTokensPerArticle && touched_.size() < kMaxDistinctWordsPerArticle) {
    const Word& w = word(text.substr(raw.begin, raw.end - raw.begin));
    for (const std::string& joined : joiner.add(raw, w.normalised)) count(stem_of(joined), wdf);
    if (w.stem == nullptr) continue;
    count(*w.stem, wdf);
    ++run_words_[w.id].occurrences;
    if (run_last_document_[w.id] != document_) {
      run_last_document_[w.id] = document_;
      ++run_words_[w.id].articles;
    }
    if (w.capital) built.tokens.capitals.push_back(static_cast<std::uint32_t>(position));
    ids.push_back(w.id);
    ++position;
  }
}

// Field terms say only that a word stands there; its weight is that of the unprefixed term, so lengths count each word once.
void DocumentBuilder::add_field_terms(std::string_view text, std::string_view prefix, Xapian::Document& document) {
  WordScanner scanner(text);
  WordJoiner joiner;
  RawWord raw;
  while (scanner.next(raw)) {
    const Word& w = word(text.substr(raw.begin, raw.end - raw.begin));
    for (const std::string& joined : joiner.add(raw, w.normalised)) document.add_boolean_term(word_term(prefix, stem_of(joined).term));
    if (w.stem != nullptr) document.add_boolean_term(word_term(prefix, w.stem->term));
  }
}

void DocumentBuilder::add_values(const Article& article, BuiltDocument& built) {
  built.ordinals.resize(schema_.fields().size());
  for (std::size_t i = 0; i < schema_.fields().size(); ++i) {
    const ArchiveField& field = schema_.fields()[i];
    for (const std::string_view value : field_values(article, field)) {
      const std::string folded = fold(value);
      const std::uint32_t ordinal = knowledge_.ordinal(i, folded);
      built.ordinals[i].push_back(ordinal);
      built.document.add_boolean_term(value_term(field.prefix, folded));
      if (field.kind != FieldKind::name) continue;
      for (const std::string& word : knowledge_.alias_words(i, ordinal))
        built.document.add_boolean_term(name_word_term(field.prefix, word));
      WordScanner scanner(value);
      RawWord raw;
      while (scanner.next(raw)) {
        const std::string name_word = normalise_word(value.substr(raw.begin, raw.end - raw.begin));
        if (!name_word.empty()) built.document.add_boolean_term(name_word_term(field.prefix, bare_word(name_word)));
      }
    }
  }
}

BuiltDocument DocumentBuilder::build(const Article& article) {
  BuiltDocument built;
  ++document_;
  touched_.clear();
  add_text(article.title, TextField::title, word_weight(TextField::title), built);
  add_text(article.deck, TextField::deck, word_weight(TextField::deck), built);
  add_text(article.text, TextField::text, word_weight(TextField::text), built);
  for (const Stem* stem : touched_) built.document.add_term(stem->term, stem->wdf);
  add_field_terms(article.title, kFields[field_index("title")].prefix, built.document);
  add_field_terms(article.deck, kFields[field_index("deck")].prefix, built.document);
  add_values(article, built);
  built.document.add_boolean_term(id_term(kFields[field_index("id")].prefix, article.id));
  if (!article.url.empty()) built.document.add_boolean_term(id_term(kFields[field_index("url")].prefix, article.url));
  built.document.set_data(encode_hit(hit_record(article)));
  built.facts = document_facts(article);
  for (const Stem* stem : touched_) built.facts.length += stem->wdf;
  return built;
}

void DocumentBuilder::forget_words_when_many() {
  if (words_.size() < kMaxCachedWords) return;
  words_.clear();
  stems_.clear();
}

std::vector<WordCount> DocumentBuilder::take_words() {
  std::vector<WordCount> words = std::move(run_words_);
  run_words_.clear();
  run_ids_.clear();
  run_last_document_.clear();
  ++run_;
  forget_words_when_many();
  return words;
}

}  // namespace broadsheet
