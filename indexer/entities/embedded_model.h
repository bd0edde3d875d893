// The model that is linked into the program (corpus/entities/entities.model.zst, unpacked by the build).
#pragma once

#include <string_view>

namespace broadsheet {

// Bytes of a model file, aligned to 64; their pages are read from the program's file when they are first touched.
std::string_view embedded_entity_model();

// Its pages no longer count as memory of the process; who touches them reads them anew. Safe at any time, from any thread.
void release_embedded_entity_model();

}  // namespace broadsheet
