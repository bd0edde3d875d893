// Between the stages of a build: what one has freed goes back to the system, so that the next does not need memory of its own beside it.
#pragma once

namespace broadsheet {

// Threads that have ended leave blocks behind that mimalloc keeps; without mimalloc nothing is done.
void give_back_freed_memory();

}  // namespace broadsheet
