// The subcommands about whole generations, and what every subcommand needs to find one. commands.cpp calls them.
#pragma once

#include <string>

#include "common/error.h"
#include "common/generation.h"
#include "common/lock.h"
#include "indexer/options.h"

namespace broadsheet {

// "--archive A", for commands that a message proposes.
std::string archive_flag(const Invocation& invocation);
// From here on files are made with this mode ("" = readable by all), and folders with x where files have r, whatever the umask was.
void set_file_mode(const std::string& octal);
Result<WriterLock> lock_archive(const Invocation& invocation);
// read_current(), where a missing archive is said to be looked for because of whom.
Result<std::string> current_generation(const Invocation& invocation);
// Where a generation lies, refused ones included. 66: there is none of that name; the message lists those that are there.
Result<Path> find_generation(const ArchivePaths& archive, const std::string& name);

// Data goes to stdout, the outcome to the log.
Result<Status> run_check(const Invocation& invocation);
Result<Status> run_generations(const Invocation& invocation);
Result<Status> run_rollback(const Invocation& invocation);
Result<Status> run_publish(const Invocation& invocation);
Result<Status> run_prune(const Invocation& invocation);
Result<Status> run_pin(const Invocation& invocation);
Result<Status> run_unpin(const Invocation& invocation);

}  // namespace broadsheet
