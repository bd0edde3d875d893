// What must every program set right before anything else? Called first thing in main.
#pragma once

namespace broadsheet {

// - A standard descriptor that the parent closed is taken, so that no file of an archive gets its number and is written into by a
//   message: reading or writing it fails with EBADF, but for stderr, which goes nowhere.
// - A closed pipe and a file beyond the limit of sizes are errors of write(), not the end of the process.
// - A part of an archive that is cut while it is mapped (SIGBUS), and a damaged table that leads libxapian astray (SIGSEGV), end the
//   process with one line and 65 or 70. Not where a sanitizer is to see them.
void settle_process();
// That line as JSON (--log-format json).
void explain_crashes_as_json();

}  // namespace broadsheet
