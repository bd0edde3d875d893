// What does an exception of Xapian mean for a person: a damaged archive, or a system that refuses? And postings that lie.
#pragma once

#include <cstdint>
#include <string>

#include <xapian.h>

#include "common/error.h"

namespace broadsheet {

// 71 when the system has no descriptors or memory left, 74 when the disk fails, else 65. The text is Xapian's, with the system's reason.
Error xapian_fault(const Xapian::Error& error, const std::string& database);

// The docid under a posting. A damaged posting list may name any: beyond `documents`, where no column reaches, DatabaseCorruptError.
inline std::uint32_t checked_docid(Xapian::docid docid, std::uint32_t documents) {
  if (docid > documents) throw Xapian::DatabaseCorruptError("a posting list names an article that is not there");
  return docid;
}

// The same of a list in another part whose bytes cannot be.
inline Xapian::DatabaseCorruptError damaged_list(const std::string& part) {
  return Xapian::DatabaseCorruptError("a list of " + part + " is damaged");
}

}  // namespace broadsheet
