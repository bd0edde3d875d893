#include "indexer/build.h"

namespace broadsheet {

std::atomic<int> stop_signal{0};

}  // namespace broadsheet
