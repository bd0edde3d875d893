// Reusing what was derived: the key says when, the part says what, and nothing damaged is taken over.
#include "indexer/derivation.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "common/article_codec.h"
#include "common/text_store.h"
#include "indexer/seams.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

RawRecord raw(const std::string& bytes) { return {{"f.jsonl", 1, 0}, bytes, std::nullopt}; }

Article article_of(const std::string& id) {
  Article article;
  article.id = id;
  article.title = "title of " + id;
  article.text = "text of " + id;
  return article;
}

TEST(RecordDigest, IsOfTheBytesAndOfNothingElse) {
  RawRecord one = raw("{}"), elsewhere = raw("{}");
  elsewhere.origin = {"g.jsonl", 9, 77};
  EXPECT_EQ(record_digest(one), record_digest(elsewhere));
  EXPECT_NE(record_digest(one), record_digest(raw("{ }")));
  RawRecord cells = raw("{}");
  cells.fields = JsonValue{JsonValue::Object{}};
  EXPECT_NE(record_digest(one), record_digest(cells));
}

TEST(DerivationKey, ChangesWithEveryOptionThatDeriveReads) {
  const std::string usual = derivation_key({});
  EXPECT_EQ(usual.size(), 64U);
  const std::function<void(BuildOptions&)> changes[] = {
      [](BuildOptions& options) { options.no_entities = true; },
      [](BuildOptions& options) { options.record.default_source = "AP"; },
      [](BuildOptions& options) { options.record.facet_fields = {"desk"}; },
      [](BuildOptions& options) { options.record.map = {{"title", "head"}}; },
      [](BuildOptions& options) { options.record.map = {{"title", "head"}, {"text", "story"}}; },
  };
  std::set<std::string> keys = {usual};
  for (const auto& change : changes) {
    BuildOptions options;
    change(options);
    EXPECT_TRUE(keys.insert(derivation_key(options)).second);
  }
  BuildOptions same;
  same.jobs = 7;
  same.memory = 1U << 30;
  same.max_shrink.in_all = 0.5;
  same.analysis.stemmer = "none";
  EXPECT_EQ(derivation_key(same), usual);
}

class Derived : public testing::Test {
 protected:
  // A generation of three articles.
  void SetUp() override {
    auto spool = Spool::create(folder_ / "spool");
    ASSERT_TRUE(spool);
    std::int64_t order = 30;
    for (const char* id : {"a", "b", "c"}) {
      const std::string bytes = encode_article(article_of(id));
      const RecordNotes notes = *id == 'b' ? RecordNotes{{"bad-date", 1}, {"cut-field", 2}} : RecordNotes{};
      spool->add({id, digest_of_hex(sha256_hex(bytes)), bytes, order--, 9, record_digest(raw(id)), notes});
    }
    ASSERT_TRUE(spool->finish_writing());
    spool->sort();
    auto store = TextStoreWriter::create(paths_.text_store());
    ASSERT_TRUE(store);
    for (const char* id : {"a", "b", "c"}) store->add(encode_article(article_of(id)));
    ASSERT_TRUE(store->finish());
    ASSERT_TRUE(write_derivation(paths_.derivation(), key_, *spool));
  }
  std::string found(const char* record) {
    const auto derivation = Derivation::open(paths_, key_);
    if (!derivation) return derivation.error().message;
    auto reused = ReusedArticles::open(*derivation, 2);
    if (!reused) return reused.error().message;
    const auto article = reused->find(record_digest(raw(record)));
    if (!article) return "nothing";
    auto spool = Spool::create(folder_ / "spool of the next night");
    EXPECT_TRUE(spool);
    spool->take_over_from(paths_.text_store());
    EXPECT_EQ(spool->add(*article), SpoolOutcome::added);
    EXPECT_TRUE(spool->finish_writing());
    const std::string bytes = spool->read(spool->entries().front()).value_or("");
    spool->remove_records();
    EXPECT_EQ(article->content_hash, digest_of_hex(sha256_hex(bytes)));
    EXPECT_EQ(article->record_digest, record_digest(raw(record)));
    std::string text = article->id + ": " + decode_article(bytes)->text;
    for (const auto& [note, count] : article->notes) text += ", " + note + " " + std::to_string(count);
    return text;
  }
  void flip(const Path& path, std::size_t at) {
    std::string bytes = *read_file(path);
    bytes[at] = static_cast<char>(bytes[at] ^ 4);
    std::filesystem::remove(path);
    ASSERT_TRUE(atomic_write(path, bytes));
  }

  TempFolder folder_;
  GenerationPaths paths_{folder_.path()};
  std::string key_ = derivation_key({});
};

TEST_F(Derived, TheArticleOfTheSameRecordIsFoundAsItWasDerived) {
  EXPECT_EQ(found("a"), "a: text of a");
  EXPECT_EQ(found("b"), "b: text of b, bad-date 1, cut-field 2");
  EXPECT_EQ(found("c"), "c: text of c");
  EXPECT_EQ(found("d"), "nothing");
}

TEST_F(Derived, AStoreThatChangesAfterItWasReadIsAnErrorAndNoOtherArticle) {
  const auto derivation = Derivation::open(paths_, key_);
  ASSERT_TRUE(derivation);
  const auto reused = ReusedArticles::open(*derivation, 1);
  ASSERT_TRUE(reused);
  auto spool = Spool::create(folder_ / "spool of the next night");
  spool->take_over_from(paths_.text_store());
  spool->add(*reused->find(record_digest(raw("a"))));
  ASSERT_TRUE(spool->finish_writing());
  std::filesystem::remove(paths_.text_store());
  auto store = TextStoreWriter::create(paths_.text_store());
  for (int i = 0; i < 3; ++i) store->add(encode_article(article_of("x")));
  ASSERT_TRUE(store->finish());
  const auto read = spool->read(spool->entries().front());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().status, Status::bad_data);
}

TEST_F(Derived, OtherRulesReuseNothing) {
  BuildOptions other;
  other.no_entities = true;
  const auto derivation = Derivation::open(paths_, derivation_key(other));
  ASSERT_FALSE(derivation);
  EXPECT_EQ(derivation.error().message, "its articles were derived by other rules or options");
}

TEST_F(Derived, AGenerationWithoutThePartReusesNothing) {
  std::filesystem::remove(paths_.derivation());
  EXPECT_EQ(found("a"), "it does not keep what its articles were derived from, an earlier version made it");
}

TEST_F(Derived, NothingDamagedIsTakenOver) {
  const std::size_t size = std::filesystem::file_size(paths_.derivation());
  for (std::size_t at = 0; at < size; at += 7) {
    flip(paths_.derivation(), at);
    EXPECT_NE(found("a"), "a: text of a") << at;
    flip(paths_.derivation(), at);
  }
  EXPECT_EQ(found("a"), "a: text of a");
  // A sound store, but with another article in its place.
  std::filesystem::remove(paths_.text_store());
  auto store = TextStoreWriter::create(paths_.text_store());
  for (int i = 0; i < 3; ++i) store->add(encode_article(article_of("x")));
  ASSERT_TRUE(store->finish());
  EXPECT_EQ(found("a"), "nothing");
}

}  // namespace
}  // namespace broadsheet
