#include "searcher/article_list.h"

#include <algorithm>

#include <fmt/format.h>

#include "common/article_codec.h"
#include "common/article_json.h"

namespace broadsheet {

Result<std::string> article_id(const IndexView& view, std::uint32_t docid) {
  HitRecord record;
  if (!decode_hit(view.database().get_document(docid).get_data(), record)) {
    return fail(Status::bad_data,
                fmt::format("{}: document {} has a damaged record; broadsheet check says more", view.paths().database().string(), docid));
  }
  return std::move(record.id);
}

Result<std::vector<ListedArticle>> list_articles(IndexView& view, const DocSet& documents, ListKind kind) {
  std::vector<ListedArticle> listed;
  listed.reserve(documents.count());
  for (std::uint32_t docid = documents.next(1); docid != 0; docid = documents.next(docid + 1)) {
    if (kind == ListKind::ids) {
      auto id = article_id(view, docid);
      if (!id) return std::unexpected(id.error());
      listed.push_back({std::move(*id), {}});
      continue;
    }
    const auto record = view.texts().get(docid);
    if (!record) return std::unexpected(record.error());
    auto article = decode_article(*record);
    if (!article) return std::unexpected(article.error());
    listed.push_back({article->id, content_hash(*article)});
  }
  std::ranges::sort(listed, {}, &ListedArticle::id);
  return listed;
}

}  // namespace broadsheet
