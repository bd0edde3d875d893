// Is a sentence a headline in CAPITALS or in Title Case, where capital letters say nothing about names?
#pragma once

#include <span>
#include <string_view>

#include "indexer/entities/word.h"

namespace broadsheet {

// capitals: at least two words of two letters or more, three quarters of such words without a small letter. title: at least four words
// of more than three letters, three quarters of them capitalised.
SentenceCase sentence_case_of(std::span<const std::string_view> words);

}  // namespace broadsheet
