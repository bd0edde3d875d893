#include "indexer/cleaning/vocabulary.h"

#include <algorithm>
#include <cstddef>
#include <unordered_set>

namespace broadsheet {
namespace {

// clang-format off
// Words of such a sentence; besides them numbers, prices and everything that begins with subscri- or regist-.
constexpr std::string_view kVocabulary[] = {
    "a", "about", "above", "access", "accessing", "account", "accounts", "address", "after", "again", "alert", "alerts", "all",
    "already", "an", "and", "annual", "annually", "any", "anytime", "app", "apps", "archive", "archives", "are", "article", "articles",
    "as", "at", "available", "back", "be", "become", "been", "before", "below", "benefit", "benefits", "billed", "box", "browser",
    "but", "button", "buy", "by", "can", "can't", "cancel", "cannot", "check", "checking", "choose", "click", "complete", "confirm",
    "confirming", "content", "continue", "continuing", "cookie", "cookies", "cost", "costs", "could", "couldn't", "create", "created",
    "daily", "day", "days", "device", "did", "digital", "disable", "disabled", "do", "does", "doesn't", "don't", "e-mail", "each",
    "edition", "email", "enable", "enabled", "end", "ended", "enjoy", "entire", "error", "every", "everything", "exclusive",
    "exclusively", "exit", "expired", "failed", "finish", "first", "five", "for", "four", "free", "friend", "from", "full", "get",
    "gets", "getting", "gift", "give", "gives", "giving", "go", "great", "had", "has", "have", "help", "here", "how", "if", "in",
    "inbox", "introductory", "is", "it", "it's", "its", "javascript", "join", "joined", "journalism", "just", "keep", "know", "last",
    "leave", "left", "less", "let", "like", "limit", "limited", "link", "load", "loaded", "loading", "locked", "log", "logged", "login",
    "love", "make", "may", "me", "member", "members", "membership", "minute", "minutes", "mode", "moment", "month", "monthly", "months",
    "more", "most", "must", "my", "name", "need", "needed", "new", "news", "newsletter", "newsletters", "newspaper", "next", "no",
    "not", "now", "of", "off", "offer", "offers", "on", "once", "one", "only", "or", "our", "out", "over", "page", "pages", "paid", "part",
    "pass", "password", "patience", "pay", "paying", "paywall", "plan", "plans", "please", "plus", "post", "posts", "premium",
    "preview", "price", "print", "purchase", "reached", "read", "reader", "readers", "reading", "reads", "refresh", "reload",
    "remaining", "required", "rest", "save", "second", "seconds", "see", "settings", "share", "show", "sign", "signed", "signing",
    "site", "six", "so", "special", "start", "started", "still", "stories", "story", "support", "supporting", "sure", "take", "takes",
    "tap", "than", "thank", "thanks", "that", "the", "then", "there", "these", "this", "three", "time", "times", "to", "today", "trial",
    "trouble", "try", "turn", "two", "under", "unlimited", "unlock", "unlocked", "unlocks", "up", "update", "updates", "us", "use",
    "used", "using", "value", "verify", "verifying", "view", "viewing", "wait", "want", "was", "watch", "we", "we'll", "we're", "web",
    "website", "week", "weekly", "weeks", "what", "when", "while", "who", "whole", "will", "with", "without", "would", "year", "yearly",
    "years", "you", "you'll", "you're", "you've", "your"
};
// At least one of these must be there: what the reader is to do …
constexpr std::string_view kAsking[] = {
    "account", "accounts", "locked", "log", "logged", "login", "member", "members", "membership", "paid", "password", "pay", "paying",
    "paywall", "premium", "sign", "signed", "trial", "unlimited", "unlock", "unlocked", "unlocks"
};
// … and what it is about.
constexpr std::string_view kSubject[] = {
    "access", "account", "archive", "article", "articles", "content", "continue", "digital", "edition", "free", "full", "limit",
    "month", "only", "months", "more", "page", "post", "preview", "read", "reader", "readers", "reading", "rest", "stories", "story",
    "unlimited", "unlock", "year"
};
// clang-format on

using Words = std::unordered_set<std::string_view>;

bool is_number(std::string_view word) {
  constexpr std::string_view kSigns = "$£€%.,";
  return std::ranges::all_of(
             word,
             [&](char c) { return (c >= '0' && c <= '9') || kSigns.find(c) != kSigns.npos || static_cast<unsigned char>(c) >= 0x80; }) &&
         std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_subscribing(std::string_view word) { return word.starts_with("subscri") || word.starts_with("regist"); }

std::string_view next_word(std::string_view sentence, std::size_t& pos) {
  const std::size_t begin = sentence.find_first_not_of(" ,;:|>-/()", pos);
  if (begin == sentence.npos) return {};
  pos = std::min(sentence.find_first_of(" ,;:|>/()", begin), sentence.size());
  return sentence.substr(begin, pos - begin);
}

}  // namespace

bool is_about_reading_only(std::string_view sentence) {
  static const Words vocabulary(std::begin(kVocabulary), std::end(kVocabulary));
  static const Words asking(std::begin(kAsking), std::end(kAsking));
  static const Words subject(std::begin(kSubject), std::end(kSubject));
  bool asks = false, names = false;
  std::size_t words = 0;
  for (std::size_t pos = 0; pos < sentence.size(); ++words) {
    const std::string_view word = next_word(sentence, pos);
    if (word.empty()) break;
    if (!is_subscribing(word) && !vocabulary.contains(word) && !is_number(word)) return false;
    asks = asks || is_subscribing(word) || asking.contains(word);
    names = names || subject.contains(word);
  }
  return asks && names && words > 1;
}

}  // namespace broadsheet
