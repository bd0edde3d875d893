// What must every program set right before anything else? Called once, first thing in main.
#pragma once

namespace broadsheet {

// - A standard descriptor that the parent closed is taken, so that no file of an archive gets its number and is written into by a
//   message: reading or writing it fails with EBADF, but for stderr, which goes nowhere.
// - A closed pipe and a file beyond the limit of sizes are errors of write(), not the end of the process.
void settle_process();

}  // namespace broadsheet
