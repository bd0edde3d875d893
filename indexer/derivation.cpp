#include "indexer/derivation.h"

#include <algorithm>
#include <cstring>
#include <future>
#include <limits>

#include <fmt/format.h>

#include "common/article_codec.h"
#include "common/encoding.h"
#include "common/part.h"
#include "common/schema.h"
#include "common/version.h"
#include "indexer/seams.h"

namespace broadsheet {
namespace {

constexpr std::string_view kMagic = "BSDERIVE";
constexpr std::uint32_t kVersion1 = 1;
constexpr std::size_t kKeyBytes = 64;
constexpr std::size_t kHeaderBytes = kKeyBytes + 2 * sizeof(std::uint32_t);
// record digest 32, content hash 32, article hash u64, note set u32
constexpr std::size_t kRowBytes = 76;
constexpr std::size_t kContentAt = 32, kArticleAt = 64, kNotesAt = 72;

std::uint64_t begin_of(const char* digest) {
  std::uint64_t begin = 0;
  std::memcpy(&begin, digest, sizeof begin);
  return begin;
}

std::string_view as_view(const Digest& digest) { return {digest.data(), digest.size()}; }

Digest read_digest(std::string_view bytes) {
  Digest digest;
  std::memcpy(digest.data(), bytes.data(), digest.size());
  return digest;
}

void append_notes(std::string& out, const RecordNotes& notes) {
  append_varint(out, notes.size());
  for (const auto& [name, count] : notes) {
    append_string(out, name);
    append_varint(out, count);
  }
}

RecordNotes read_notes(ByteReader& reader) {
  RecordNotes notes;
  for (std::uint64_t n = reader.varint(); n > 0 && reader.ok(); --n) {
    std::string name(reader.string());
    notes[std::move(name)] = reader.varint();
  }
  return notes;
}

}  // namespace

Digest record_digest(const RawRecord& record) {
  Sha256 sha;
  sha.update(record.fields ? "F" : "B");
  if (record.fields) {
    sha.update(to_json(*record.fields));
  } else {
    sha.update(record.bytes);
  }
  return digest_of_hex(sha.hex());
}

std::string derivation_key(const BuildOptions& options) {
  JsonWriter json;
  json.begin_object();
  json.field("program", kVersion);
  for (const auto& [name, version] : {std::pair{"derivation", kDerivationVersion}, {"feature", kFeatureVersion}}) {
    json.key(name);
    json.integer(version);
  }
  json.key("article");
  json.integer(static_cast<unsigned char>(encode_article({}).front()));
  for (const auto& [name, version] : seam_versions()) json.field("version of " + name, version);
  json.key("entities");
  json.boolean(!options.no_entities);
  for (const auto& [file, hash] : options.conf_hashes) json.field(file, hash);
  json.field("default_source", options.record.default_source);
  json.key("map");
  json.begin_array();
  for (const auto& [field, key] : options.record.map) {
    json.string(field);
    json.string(key);
  }
  json.end_array();
  json.key("facet_fields");
  json.begin_array();
  for (const std::string& field : options.record.facet_fields) json.string(field);
  json.end_array();
  json.end_object();
  return sha256_hex(json.take());
}

Result<void> write_derivation(const Path& path, std::string_view key, const Spool& spool) {
  auto part = PartWriter::create(path, kMagic, kVersion1);
  if (!part) return std::unexpected(part.error());
  std::string out(key);
  append_u32(out, static_cast<std::uint32_t>(spool.entries().size()));
  // Sets of notes are numbered in docid order, whatever order the input had.
  std::map<std::uint32_t, std::uint32_t> numbers;
  std::vector<std::uint32_t> sets;
  for (const SpoolEntry& entry : spool.entries()) {
    if (numbers.try_emplace(entry.notes, static_cast<std::uint32_t>(sets.size())).second) sets.push_back(entry.notes);
  }
  append_u32(out, static_cast<std::uint32_t>(sets.size()));
  part->write(out);
  for (const SpoolEntry& entry : spool.entries()) {
    std::string row(as_view(entry.record_digest));
    row += as_view(entry.content_hash);
    append_u64(row, entry.article_hash);
    append_u32(row, numbers[entry.notes]);
    part->write(row);
  }
  std::string notes;
  for (const std::uint32_t set : sets) append_notes(notes, spool.notes(set));
  part->write(notes);
  return part->finish();
}

Result<Derivation> Derivation::open(const GenerationPaths& generation, std::string_view key) {
  Derivation derivation;
  derivation.generation_ = generation;
  const Path path = generation.derivation();
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    return fail(Status::no_input, "it does not keep what its articles were derived from, an earlier version made it");
  }
  auto file = MappedFile::open(path);
  if (!file) return std::unexpected(file.error());
  derivation.file_ = std::move(*file);
  const auto payload = verified_payload(derivation.file_, path, kMagic, kVersion1);
  if (!payload) return std::unexpected(payload.error());
  if (auto loaded = derivation.load(*payload, key); !loaded) return std::unexpected(loaded.error());
  if (const auto articles = TextStore::open(generation.text_store()); !articles) return std::unexpected(articles.error());
  return derivation;
}

Result<void> Derivation::load(std::string_view payload, std::string_view key) {
  const Path path = generation_.derivation();
  if (payload.size() < kHeaderBytes) return damaged(path, "cut short");
  if (!key.empty() && payload.substr(0, kKeyBytes) != key) {
    return fail(Status::bad_config, "its articles were derived by other rules or options");
  }
  ByteReader header(payload.substr(kKeyBytes));
  documents_ = header.u32();
  const std::uint32_t sets = header.u32();
  if ((payload.size() - kHeaderBytes) / kRowBytes < documents_) return damaged(path, "it has fewer rows than its header says");
  rows_ = payload.substr(kHeaderBytes, std::size_t{documents_} * kRowBytes);
  ByteReader notes(payload.substr(kHeaderBytes + rows_.size()));
  for (std::uint32_t i = 0; i < sets && notes.ok(); ++i) notes_.push_back(read_notes(notes));
  if (!notes.ok() || !notes.at_end()) return damaged(path, "its notes cannot be read");
  places_.reserve(documents_);
  for (std::uint32_t i = 0; i < documents_; ++i) {
    ByteReader row(rows_.substr(std::size_t{i} * kRowBytes + kNotesAt));
    if (row.u32() >= sets) return damaged(path, "a row has notes that are not there");
    places_.push_back({begin_of(rows_.data() + std::size_t{i} * kRowBytes), i + 1});
  }
  std::ranges::sort(places_, {}, [](const Place& place) { return std::pair(place.begin_of_digest, place.docid); });
  return {};
}

DerivedRow Derivation::row(std::uint32_t docid) const {
  const std::string_view row = rows_.substr(std::size_t{docid - 1} * kRowBytes, kRowBytes);
  ByteReader reader(row.substr(kArticleAt));
  DerivedRow found{docid, read_digest(row.substr(kContentAt)), reader.u64(), 0};
  found.notes = reader.u32();
  return found;
}

std::optional<DerivedRow> Derivation::find(const Digest& record) const {
  const std::uint64_t begin = begin_of(record.data());
  for (auto it = std::ranges::lower_bound(places_, begin, {}, &Place::begin_of_digest); it != places_.end() && it->begin_of_digest == begin;
       ++it) {
    if (rows_.substr(std::size_t{it->docid - 1} * kRowBytes, kRowBytes).starts_with(as_view(record))) return row(it->docid);
  }
  return std::nullopt;
}

Result<std::vector<std::uint64_t>> read_content_hashes(const GenerationPaths& generation) {
  const auto derivation = Derivation::open(generation, "");
  if (!derivation) return std::unexpected(derivation.error());
  std::vector<std::uint64_t> hashes;
  hashes.reserve(derivation->documents());
  for (std::uint32_t docid = 1; docid <= derivation->documents(); ++docid) {
    hashes.push_back(begin_of(derivation->row(docid).content_hash.data()));
  }
  return hashes;
}

Result<ReusedArticles> ReusedArticles::open(const Derivation& derivation, unsigned jobs) {
  ReusedArticles reused(derivation);
  const std::uint64_t all = derivation.documents();
  std::vector<std::future<Result<void>>> parts;
  for (std::uint64_t i = 0; i < jobs; ++i) {
    const auto first = static_cast<std::uint32_t>(all * i / jobs + 1), last = static_cast<std::uint32_t>(all * (i + 1) / jobs);
    parts.push_back(std::async(std::launch::async, [&reused, first, last] { return reused.read(first, last); }));
  }
  Result<void> done;
  for (auto& part : parts) {
    if (auto read = part.get(); !read) done = read;
  }
  if (!done) return std::unexpected(done.error());
  return reused;
}

Result<void> ReusedArticles::read(std::uint32_t first, std::uint32_t last) {
  auto articles = TextStore::open(derivation_->generation().text_store());
  if (!articles) return std::unexpected(articles.error());
  for (std::uint32_t docid = first; docid <= last; ++docid) {
    const auto bytes = articles->get(docid);
    if (!bytes || article_hash(*bytes) != derivation_->row(docid).article_hash) continue;
    const auto article = decode_article(*bytes);
    if (article) known_[docid - 1] = {article->id, order_of(*article), static_cast<std::uint32_t>(article->text.size()), true};
  }
  return {};
}

std::optional<DerivedArticle> ReusedArticles::find(const Digest& record) const {
  const auto row = derivation_->find(record);
  if (!row || !known_[row->docid - 1].sound) return std::nullopt;
  const Known& known = known_[row->docid - 1];
  return DerivedArticle{known.id,
                        row->content_hash,
                        {},
                        known.order,
                        known.text_bytes,
                        record,
                        derivation_->notes(row->notes),
                        StoredRecord{row->docid, row->article_hash}};
}

}  // namespace broadsheet
