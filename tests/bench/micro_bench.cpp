// What do the small steps cost? Google Benchmark over fixed text made here; run it with
//   cmake --preset release -DBROADSHEET_BENCH=ON && cmake --build --preset release --target micro_bench && build/release/bench/micro_bench
#include <benchmark/benchmark.h>

#include <string>

#include "common/article_codec.h"
#include "common/article_json.h"
#include "common/date.h"
#include "common/json.h"
#include "common/posting_file.h"
#include "common/stemmer.h"
#include "common/text.h"
#include "common/token_file.h"
#include "common/words.h"
#include "indexer/cleaning/cleaner.h"
#include "indexer/entities/tagger.h"
#include "searcher/doc_set.h"
#include "searcher/facets.h"
#include "searcher/query_parser.h"
#include "searcher/snippet.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

// About 4 KB of news-like prose, with some accents, hyphens and numbers.
const std::string& prose() {
  static const std::string text = [] {
    std::string out;
    for (int i = 0; i < 16; ++i) {
      out +=
          "The ministry said on Tuesday that 1,200 open-source projects had re-used the café's model, and Mr. Müller’s office in the U.S. ";
      out += "confirmed the reports without naming the company that had trained it.\n\n";
    }
    return out;
  }();
  return text;
}

void set_bytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}

void scan_words(benchmark::State& state) {
  for (auto _ : state) {
    WordScanner scanner(prose());
    RawWord word;
    while (scanner.next(word)) benchmark::DoNotOptimize(word);
  }
  set_bytes(state, prose().size());
}
BENCHMARK(scan_words);

void scan_and_normalise_words(benchmark::State& state) {
  for (auto _ : state) {
    WordScanner scanner(prose());
    RawWord word;
    while (scanner.next(word))
      benchmark::DoNotOptimize(normalise_word(std::string_view(prose()).substr(word.begin, word.end - word.begin)));
  }
  set_bytes(state, prose().size());
}
BENCHMARK(scan_and_normalise_words);

void fold_text(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(fold(prose()));
  set_bytes(state, prose().size());
}
BENCHMARK(fold_text);

Article example_article() {
  Article article;
  article.id = "example-1";
  article.title = "A model that everyone reuses";
  article.text = prose();
  article.source = "Example";
  article.date = parse_date("2024-02-21T10:00:00-05:00");
  return article;
}

void hash_content(benchmark::State& state) {
  const Article article = example_article();
  for (auto _ : state) benchmark::DoNotOptimize(content_hash(article));
  set_bytes(state, prose().size());
}
BENCHMARK(hash_content);

void encode_and_decode_article(benchmark::State& state) {
  const Article article = example_article();
  for (auto _ : state) benchmark::DoNotOptimize(decode_article(encode_article(article)));
  set_bytes(state, prose().size());
}
BENCHMARK(encode_and_decode_article);

// With the copy of the article that each round needs.
void clean_an_article(benchmark::State& state) {
  const Article article = example_article();
  for (auto _ : state) {
    Article copy = article;
    clean_text(copy);
    benchmark::DoNotOptimize(copy);
  }
  set_bytes(state, prose().size());
}
BENCHMARK(clean_an_article);

void tag_names_of_an_article(benchmark::State& state) {
  const Article article = example_article();
  for (auto _ : state) benchmark::DoNotOptimize(tag_names(article));
  set_bytes(state, prose().size());
}
BENCHMARK(tag_names_of_an_article);

void parse_record_json(benchmark::State& state) {
  const std::string json = article_to_json(example_article());
  for (auto _ : state) benchmark::DoNotOptimize(parse_json(json, 100));
  set_bytes(state, json.size());
}
BENCHMARK(parse_record_json);

void parse_dates(benchmark::State& state) {
  for (auto _ : state) {
    for (const char* text : {"2024-02-21T10:00:00-05:00", "Wed, 21 Feb 2024 10:00:00 EST", "2024-02", "January 2, 2024"}) {
      benchmark::DoNotOptimize(parse_date(text));
    }
  }
}
BENCHMARK(parse_dates);

void parse_a_query(benchmark::State& state) {
  const Schema schema;
  for (auto _ : state)
    benchmark::DoNotOptimize(parse_query("open-source \"language model\" (reuse OR fork) -source:AP date:2023..", schema, {}));
}
BENCHMARK(parse_a_query);

void make_a_snippet(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(make_snippet(prose(), [](std::string_view word) { return word == "model" || word == "reports"; }, 200));
  }
  set_bytes(state, prose().size());
}
BENCHMARK(make_a_snippet);

// A phrase of common words in the tokens of an article of 700 words that lacks it.
void verify_a_phrase(benchmark::State& state) {
  std::string stream;
  for (std::uint32_t i = 0; i < 700; ++i) {
    const std::uint32_t id = (i * 7919) % 3000;
    if (id >= 128) stream += static_cast<char>((id & 127) | 128);
    stream += static_cast<char>(id >= 128 ? id >> 7 : id);
  }
  const Phrase phrase = {{17}, {210}};
  for (auto _ : state) benchmark::DoNotOptimize(contains_phrase(stream, phrase));
}
BENCHMARK(verify_a_phrase);

// Three values of 5,000 in each of 100,000 documents; a tenth of them match. Items are matches.
void count_a_facet(benchmark::State& state) {
  constexpr std::uint32_t kDocuments = 100'000, kValues = 5'000;
  const TempFolder folder;
  std::vector<ColumnValue> values;
  for (std::uint32_t i = 0; i < kValues; ++i) values.push_back({std::to_string(100'000 + i), std::to_string(i), 0});
  KeywordColumnWriter writer(std::move(values));
  DocSet matches(kDocuments);
  for (std::uint32_t docid = 1; docid <= kDocuments; ++docid) {
    writer.add({docid * 7919 % kValues, docid * 31 % 500, docid % 40});
    if (docid * 2654435761U % 10 == 0) matches.add(docid);
  }
  const auto path = folder / "column";
  if (!writer.write(path)) return state.SkipWithError("the column cannot be written");
  const auto column = KeywordColumn::open(path);
  if (!column) return state.SkipWithError("the column cannot be read");
  FacetTask task;
  task.field = "org";
  task.column = &*column;
  task.documents = &matches;
  task.limit = 10;
  for (auto _ : state) benchmark::DoNotOptimize(count_facet(task));
  state.SetItemsProcessed(static_cast<std::int64_t>(matches.count()) * state.iterations());
}
BENCHMARK(count_a_facet);

// The list of a word that one document in six has. Items are postings.
void read_a_posting_list(benchmark::State& state) {
  constexpr std::uint32_t kDocuments = 100'000;
  const TempFolder folder;
  std::vector<Posting> postings;
  for (std::uint32_t docid = 1; docid <= kDocuments; docid += 1 + docid * 2654435761U % 11) postings.push_back({docid, 1 + docid % 5});
  const std::vector<std::uint32_t> lengths(kDocuments, 450);
  const auto path = folder / "postings";
  auto writer = PostingFileWriter::create(path, lengths);
  if (!writer) return state.SkipWithError("the file cannot be written");
  writer->add("word", postings);
  if (!writer->finish()) return state.SkipWithError("the file cannot be written");
  const auto file = PostingFile::open(path);
  if (!file) return state.SkipWithError("the file cannot be read");
  for (auto _ : state) {
    DocSet set(kDocuments);
    PostingReader list = *file->find("word");
    while (list.advance(list.last() + 1)) list.for_each_docid([&set](std::uint32_t docid) { set.add(docid); });
    benchmark::DoNotOptimize(set);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(postings.size()));
}
BENCHMARK(read_a_posting_list);

void intersect_sets(benchmark::State& state) {
  const std::uint32_t documents = 100'000;
  DocSet a(documents), b(documents);
  for (std::uint32_t docid = 1; docid <= documents; docid += 3) a.add(docid);
  for (std::uint32_t docid = 1; docid <= documents; docid += 7) b.add(docid);
  for (auto _ : state) {
    DocSet set = a;
    set.intersect(b);
    benchmark::DoNotOptimize(set.count());
  }
}
BENCHMARK(intersect_sets);

}  // namespace
}  // namespace broadsheet
