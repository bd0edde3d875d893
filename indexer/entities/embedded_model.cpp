#include "indexer/entities/embedded_model.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

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

void release_embedded_entity_model() {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const std::string_view model = embedded_entity_model();
  const std::uintptr_t skipped = (page - reinterpret_cast<std::uintptr_t>(model.data()) % page) % page;
  if (model.size() < skipped + page) return;
  // Whole pages of the program's file, never written to: what is dropped is read again. Advice may be refused, and nothing is lost.
  (void)::madvise(const_cast<char*>(model.data()) + skipped, (model.size() - skipped) / page * page, MADV_DONTNEED);
}

}  // namespace broadsheet
