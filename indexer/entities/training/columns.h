// What stands in a file of labelled tokens? One token a line, the columns separated by blanks or tabs, the label last, blank lines between
// sentences, -DOCSTART- between documents: the form of CoNLL-2003, WikiGold, WNUT and the prepared sets. UNER's files (comments with #,
// a number first, the label third) are read as well.
#pragma once

#include <string>
#include <vector>

#include "common/error.h"

namespace broadsheet {

struct LabelledToken {
  std::string text;
  std::string label;  // as it stands in the file
};
using LabelledSentence = std::vector<LabelledToken>;
using LabelledDocument = std::vector<LabelledSentence>;

// A file without any document mark is cut into documents of 20 sentences: facts of a whole corpus are no facts of an article.
Result<std::vector<LabelledDocument>> read_columns(const std::string& path);

}  // namespace broadsheet
