#include "indexer/document_builder.h"

#include <utility>

#include "common/article_json.h"
#include "common/encoding.h"
#include "common/limits.h"
#include "common/text.h"
#include "common/word_weight.h"
#include "indexer/field_values.h"
#include "indexer/glass_database.h"

namespace broadsheet {
namespace {

constexpr std::size_t kMaxCachedWords = 100'000;  // about 15 MB a thread
constexpr std::uint32_t kNoForm = UINT32_MAX;     // of a spelling of which nothing is left

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

const DocumentBuilder::Spelling& DocumentBuilder::spelling(std::string_view raw) {
  const std::uint32_t id = spelling_ids_.id_of(raw);
  if (id == spellings_.size()) {
    const std::string normalised = normalise_word(raw);
    spellings_.push_back({normalised.empty() ? kNoForm : form_of(normalised), is_capital_form(raw)});
  }
  return spellings_[id];
}

std::string_view DocumentBuilder::normalised(const Spelling& spelling) const {
  return spelling.form == kNoForm ? std::string_view() : form_ids_[spelling.form];
}

std::uint32_t DocumentBuilder::form_of(std::string_view normalised) {
  const std::uint32_t form = form_ids_.id_of(normalised);
  if (form == forms_.size()) forms_.push_back({stem_of(bare_word(normalised))});
  return form;
}

std::uint32_t DocumentBuilder::stem_of(std::string_view word) {
  const std::uint32_t stem = stem_ids_.id_of(stemmer_(word));
  if (stem == stems_.size()) stems_.emplace_back();
  return stem;
}

std::uint32_t DocumentBuilder::stem_of_joined(const std::string& word) {
  const std::uint32_t id = joined_ids_.id_of(word);
  if (id == joined_.size()) joined_.push_back(stem_of(word));
  return joined_[id];
}

void DocumentBuilder::count(std::uint32_t id, std::uint32_t wdf) {
  Stem& stem = stems_[id];
  if (stem.document != document_) {
    stem.document = document_;
    stem.wdf = 0;
    touched_.push_back(id);
  }
  stem.wdf += wdf;
}

// Spellings share an id ("Model" and "model"), so the run's ids go by the normalised form.
std::uint32_t DocumentBuilder::id_in_run(std::uint32_t form_id) {
  Form& form = forms_[form_id];
  if (form.run != run_) {
    form.run = run_;
    form.id = static_cast<std::uint32_t>(run_words_.size());
    run_words_.push_back({std::string(form_ids_[form_id]), 0, 0});
    run_last_document_.push_back(0);
  }
  return form.id;
}

void DocumentBuilder::add_text(std::string_view text, TextField field, std::uint32_t wdf, BuiltDocument& built) {
  auto& ids = built.tokens.words[static_cast<std::size_t>(field)];
  std::size_t position = 0;
  for (const auto& stream : built.tokens.words) position += stream.size();  // fields come in order: this is the first free number
  WordScanner scanner(text);
  WordJoiner joiner;
  RawWord raw;
  while (scanner.next(raw) && position < kMaxTokensPerArticle && touched_.size() < kMaxDistinctWordsPerArticle) {
    const Spelling word = spelling(text.substr(raw.begin, raw.end - raw.begin));
    for (const std::string& joined : joiner.add(raw, normalised(word))) count(stem_of_joined(joined), wdf);
    if (word.form == kNoForm) continue;
    count(forms_[word.form].stem, wdf);
    const std::uint32_t id = id_in_run(word.form);
    ++run_words_[id].occurrences;
    if (run_last_document_[id] != document_) {
      run_last_document_[id] = document_;
      ++run_words_[id].articles;
    }
    if (word.capital) built.tokens.capitals.push_back(static_cast<std::uint32_t>(position));
    ids.push_back(id);
    ++position;
  }
}

// The words of title, deck and text, with their weights.
void DocumentBuilder::add_words() {
  for (const std::uint32_t id : touched_) {
    Stem& stem = stems_[id];
    if (std::exchange(stem.run, run_) != run_) stem.term = postings_.id_of(stem_ids_[id]);
    postings_.add(stem.term, stem.wdf);
  }
}

void DocumentBuilder::add_term(const std::string& term) {
  postings_.add(postings_.id_of(term.find('\0') == std::string::npos ? term : glass_key(term)), 0);
}

// Field terms say only that a word stands there; its weight is that of the unprefixed term, so lengths count each word once.
void DocumentBuilder::add_field_terms(std::string_view text, std::string_view prefix) {
  WordScanner scanner(text);
  WordJoiner joiner;
  RawWord raw;
  while (scanner.next(raw)) {
    const Spelling word = spelling(text.substr(raw.begin, raw.end - raw.begin));
    for (const std::string& joined : joiner.add(raw, normalised(word))) add_term(word_term(prefix, stem_ids_[stem_of_joined(joined)]));
    if (word.form != kNoForm) add_term(word_term(prefix, stem_ids_[forms_[word.form].stem]));
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
      add_term(value_term(field.prefix, folded));
      if (field.kind != FieldKind::name) continue;
      for (const std::string& word : knowledge_.alias_words(i, ordinal)) add_term(name_word_term(field.prefix, word));
      WordScanner scanner(value);
      RawWord raw;
      while (scanner.next(raw)) {
        const std::string name_word = normalise_word(value.substr(raw.begin, raw.end - raw.begin));
        if (!name_word.empty()) add_term(name_word_term(field.prefix, bare_word(name_word)));
      }
    }
  }
}

BuiltDocument DocumentBuilder::build(const Article& article, std::uint32_t docid) {
  BuiltDocument built;
  ++document_;
  postings_.begin_document(docid);
  touched_.clear();
  add_text(article.title, TextField::title, word_weight(TextField::title), built);
  add_text(article.deck, TextField::deck, word_weight(TextField::deck), built);
  add_text(article.text, TextField::text, word_weight(TextField::text), built);
  add_words();
  add_field_terms(article.title, kFields[field_index("title")].prefix);
  add_field_terms(article.deck, kFields[field_index("deck")].prefix);
  add_values(article, built);
  add_term(id_term(kFields[field_index("id")].prefix, article.id));
  if (!article.url.empty()) add_term(id_term(kFields[field_index("url")].prefix, article.url));
  built.data = encode_hit(hit_record(article));
  built.facts = document_facts(article);
  for (const std::uint32_t stem : touched_) built.facts.length += stems_[stem].wdf;
  return built;
}

void DocumentBuilder::forget_words_when_many() {
  if (spellings_.size() < kMaxCachedWords) return;
  for (StringIds* ids : {&spelling_ids_, &form_ids_, &joined_ids_, &stem_ids_}) ids->clear();
  spellings_.clear();
  forms_.clear();
  joined_.clear();
  stems_.clear();
}

std::vector<WordCount> DocumentBuilder::take_words() {
  std::vector<WordCount> words = std::move(run_words_);
  run_words_.clear();
  run_last_document_.clear();
  ++run_;
  forget_words_when_many();
  return words;
}

}  // namespace broadsheet
