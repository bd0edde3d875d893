// Which articles are these, by id, and with what content? For samples, and for the manifests that answers are checked by later.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/error.h"
#include "searcher/answer.h"
#include "searcher/doc_set.h"
#include "searcher/index_view.h"

namespace broadsheet {

// Error 65: the document's record is damaged. May throw Xapian::Error.
Result<std::string> article_id(const IndexView& view, std::uint32_t docid);

// Every article of the set, sorted by id (bytes); of ListKind::contents with the hash of its content, which is the same on every machine
// that has the same articles, and for which every article is read. Memory: some 150 bytes each.
Result<std::vector<ListedArticle>> list_articles(IndexView& view, const DocSet& documents, ListKind kind);

}  // namespace broadsheet
