// An article to everything the index keeps of it: the Xapian document, tokens, ordinals, facts. Reads the schema row by row.
// One a thread; what it gives depends on the article and the knowledge alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <xapian.h>

#include "common/article.h"
#include "common/columns.h"
#include "common/schema.h"
#include "common/stemmer.h"
#include "common/token_file.h"
#include "common/words.h"
#include "indexer/knowledge.h"

namespace broadsheet {

struct BuiltDocument {
  Xapian::Document document;
  DocumentTokens tokens;                             // ids of the run's word list
  std::vector<std::vector<std::uint32_t>> ordinals;  // by field of the schema; empty for fields that are no facets
  DocumentFacts facts;
};

class DocumentBuilder {
 public:
  DocumentBuilder(const Schema& schema, const Knowledge& knowledge, const AnalysisSettings& analysis);

  BuiltDocument build(const Article& article);
  // The words of all documents since the last call with their counts, in the order of their ids; the next run begins at 0.
  std::vector<WordCount> take_words();

 private:
  struct Stem {
    std::string term;
    std::uint64_t document = 0;  // the last one that had it
    std::uint32_t wdf = 0;       // in that document
  };
  struct Word {
    std::string normalised;
    Stem* stem = nullptr;
    bool capital = false;
    std::uint64_t run = 0;       // the last run that had it, and its id there
    std::uint32_t id = 0;
  };

  const Word& word(std::string_view raw);
  std::uint32_t id_in_run(std::string_view normalised);
  Stem& stem_of(std::string_view normalised);
  void count(Stem& stem, std::uint32_t wdf);
  void add_text(std::string_view text, TextField field, std::uint32_t wdf, BuiltDocument& built);
  void add_field_terms(std::string_view text, std::string_view prefix, Xapian::Document& document);
  void add_values(const Article& article, BuiltDocument& built);
  void forget_words_when_many();

  const Schema& schema_;
  const Knowledge& knowledge_;
  Stemmer stemmer_;
  std::uint64_t run_ = 1, document_ = 0;
  std::unordered_map<std::string, Word, StringHash, std::equal_to<>> words_;  // by raw bytes, over runs
  std::unordered_map<std::string, Stem, StringHash, std::equal_to<>> stems_;
  std::unordered_map<std::string, std::uint32_t, StringHash, std::equal_to<>> run_ids_;
  std::vector<WordCount> run_words_;
  std::vector<std::uint64_t> run_last_document_;  // by id in the run
  std::vector<Stem*> touched_;
};

}  // namespace broadsheet
