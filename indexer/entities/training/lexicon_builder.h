// The tables of word classes and lists, from the text files that scripts/train-entities makes.
#pragma once

#include <string>

#include "common/error.h"
#include "indexer/entities/model.h"

namespace broadsheet {

// Lines `word TAB class TAB class TAB class TAB class`, commonest word first: of words with one normalised form the first counts.
Result<void> add_classes(const std::string& path, ModelParts& parts);
// Lines `list[,list…] TAB phrase`, the lists by the names below (first_name, country, …).
Result<void> add_lists(const std::string& path, ModelParts& parts);

// The tables of `parts`, to be asked. They borrow from it.
Lexicon lexicon_of(const ModelParts& parts);

}  // namespace broadsheet
