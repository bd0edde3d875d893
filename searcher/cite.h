// How does a paper cite an answer? From its manifest: a sentence for the methods section, and a reference. Pure.
#pragma once

#include <string>

#include "searcher/answer_manifest.h"
#include "searcher/reference.h"
#include "searcher/sinks/sink.h"

namespace broadsheet {

// What was asked of what, when and with what, with the hashes that identify archive and articles.
std::string citation_sentence(const AnswerManifest& manifest);
// The articles as a data set; its id is the same for the same articles.
Reference citation_reference(const AnswerManifest& manifest);
// text (sentence, BibTeX and CSL-JSON under each other), ris, bibtex or csl-json (an array of one).
std::string render_citation(const AnswerManifest& manifest, OutputFormat format);

}  // namespace broadsheet
