// Where are the words and sentences of a news text? The tokens of the entity tagger; searching has its own (common/words.h).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace broadsheet {

struct TokenisedText {
  std::vector<std::string_view> tokens;        // views of the text, in order, without white space
  std::vector<std::uint32_t> sentence_starts;  // the index of each sentence's first token

  void clear() {
    tokens.clear();
    sentence_starts.clear();
  }
};

// Appends the tokens and sentences of `text` (valid UTF-8, borrowed: the tokens point into it). Hyphenated words, initials and
// abbreviations ("U.S.", "Mr.", "A.I.") are one token, a possessive 's is one of its own, punctuation too.
// A sentence ends at . ! ? before something that can begin one, and at the end of a line, but not within a paragraph whose lines were broken
// to one width, and at the latest after 500 tokens. Linear in time.
void tokenise(std::string_view text, TokenisedText& out);

constexpr std::size_t kMaxSentence = 500;

}  // namespace broadsheet
