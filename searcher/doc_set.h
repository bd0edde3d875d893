// A set of docids as bits: what a query matches, what a filter lets through. Docids run from 1 to documents().
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace broadsheet {

class DocSet {
 public:
  explicit DocSet(std::uint32_t documents = 0) : documents_(documents), words_(documents / 64 + 1) {}
  static DocSet all(std::uint32_t documents) {
    DocSet set(documents);
    for (std::uint64_t& word : set.words_) word = ~std::uint64_t{0};
    set.words_.front() &= ~std::uint64_t{1};  // docid 0
    set.words_.back() &= ~std::uint64_t{0} >> (63 - documents % 64);
    return set;
  }

  std::uint32_t documents() const { return documents_; }
  void add(std::uint32_t docid) { words_[docid / 64] |= std::uint64_t{1} << (docid % 64); }
  bool has(std::uint32_t docid) const { return docid <= documents_ && ((words_[docid / 64] >> (docid % 64)) & 1) != 0; }
  std::uint32_t count() const {
    std::uint32_t n = 0;
    for (const std::uint64_t word : words_) n += static_cast<std::uint32_t>(std::popcount(word));
    return n;
  }
  // Both sets have the same number of documents.
  void unite(const DocSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  }
  void intersect(const DocSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  }
  void subtract(const DocSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
  }
  // The first member at or after `docid`; 0: none.
  std::uint32_t next(std::uint32_t docid) const {
    std::size_t i = docid / 64;
    if (i >= words_.size()) return 0;
    std::uint64_t word = words_[i] & (~std::uint64_t{0} << (docid % 64));
    while (word == 0) {
      if (++i == words_.size()) return 0;
      word = words_[i];
    }
    return static_cast<std::uint32_t>(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
  }
  // Calls `use(docid)` in ascending order.
  template <class Use>
  void for_each(const Use& use) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        use(static_cast<std::uint32_t>(i * 64 + static_cast<std::size_t>(std::countr_zero(word))));
      }
    }
  }
  bool operator==(const DocSet&) const = default;

 private:
  std::uint32_t documents_;
  std::vector<std::uint64_t> words_;
};

}  // namespace broadsheet
