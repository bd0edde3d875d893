#include "indexer/entities/embedded_model.h"

// The assembler puts the file in as it is; BROADSHEET_ENTITY_MODEL is its path, from CMakeLists.txt.
__asm__(
    ".section .rodata\n"
    ".balign 64\n"
    "broadsheet_entity_model_begin:\n"
    ".incbin \"" BROADSHEET_ENTITY_MODEL
    "\"\n"
    "broadsheet_entity_model_end:\n"
    ".byte 0\n"
    ".text\n");

namespace broadsheet {

extern "C" {
extern const char broadsheet_entity_model_begin[];
extern const char broadsheet_entity_model_end[];
}

std::string_view embedded_entity_model() {
  return {broadsheet_entity_model_begin, static_cast<std::size_t>(broadsheet_entity_model_end - broadsheet_entity_model_begin)};
}

}  // namespace broadsheet
