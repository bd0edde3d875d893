// An article to everything the index keeps of it: postings, document data, tokens, ordinals, facts. Reads the schema row by row.
// One a thread; what it gives depends on the article and the knowledge alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"
#include "common/columns.h"
#include "common/schema.h"
#include "common/stemmer.h"
#include "common/token_file.h"
#include "common/words.h"
#include "indexer/knowledge.h"
#include "indexer/postings.h"
#include "indexer/string_ids.h"

namespace broadsheet {

struct BuiltDocument {
  std::string data;                                  // of the document in the database
  DocumentTokens tokens;                             // ids of the run's word list
  std::vector<std::vector<std::uint32_t>> ordinals;  // by field of the schema; empty for fields that are no facets
  DocumentFacts facts;
};

class DocumentBuilder {
 public:
  DocumentBuilder(const Schema& schema, const Knowledge& knowledge, const AnalysisSettings& analysis);

  // `docid` ascends from call to call.
  BuiltDocument build(const Article& article, std::uint32_t docid);
  // The words of all documents since the last call with their counts, in the order of their ids; the next run begins at 0.
  std::vector<WordCount> take_words();
  // Their postings (RunPostings::take). Goes before take_words().
  std::string take_postings() { return postings_.take(); }
  std::uint32_t most_wdf() const { return postings_.most_wdf(); }  // of all runs

 private:
  struct Stem {
    std::uint64_t document = 0;  // the last one that had it
    std::uint32_t wdf = 0;       // in that document
    std::uint64_t run = 0;       // the last run that had it, and its number among the run's terms
    std::uint32_t term = 0;
  };
  struct Form {  // normalised
    std::uint32_t stem = 0;
    std::uint64_t run = 0;  // the last run that had it, and its id there
    std::uint32_t id = 0;
  };
  struct Spelling {  // as it stands in the text
    std::uint32_t form = 0;
    bool capital = false;
  };

  const Spelling& spelling(std::string_view raw);
  std::string_view normalised(const Spelling& spelling) const;
  std::uint32_t form_of(std::string_view normalised);
  std::uint32_t stem_of(std::string_view word);
  std::uint32_t stem_of_joined(const std::string& word);
  std::uint32_t id_in_run(std::uint32_t form);
  void count(std::uint32_t stem, std::uint32_t wdf);
  void add_text(std::string_view text, TextField field, std::uint32_t wdf, BuiltDocument& built);
  void add_words();
  void add_term(const std::string& term);
  void add_field_terms(std::string_view text, std::string_view prefix);
  void add_values(const Article& article, BuiltDocument& built);
  void forget_words_when_many();

  const Schema& schema_;
  const Knowledge& knowledge_;
  Stemmer stemmer_;
  RunPostings postings_;
  std::uint64_t run_ = 1, document_ = 0;
  // Over runs: folding and stemming happen once for each spelling, not once for each occurrence.
  StringIds spelling_ids_, form_ids_, joined_ids_, stem_ids_;
  std::vector<Spelling> spellings_;
  std::vector<Form> forms_;
  std::vector<std::uint32_t> joined_;  // stems of joined forms
  std::vector<Stem> stems_;
  std::vector<WordCount> run_words_;
  std::vector<std::uint64_t> run_last_document_;  // by id in the run
  std::vector<std::uint32_t> touched_;            // stems of the document
};

}  // namespace broadsheet
