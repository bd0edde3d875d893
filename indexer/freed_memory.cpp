#include "indexer/freed_memory.h"

// Of mimalloc, which only the program is linked with.
extern "C" __attribute__((weak)) void mi_collect(bool force);

namespace broadsheet {

void give_back_freed_memory() {
  if (mi_collect != nullptr) mi_collect(true);
}

}  // namespace broadsheet
