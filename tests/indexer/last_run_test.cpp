// The record of the last build, written and read back, and what metrics say of it.
#include "indexer/last_run.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "common/files.h"
#include "indexer/metrics.h"
#include "tests/support/temp_folder.h"

namespace broadsheet {
namespace {

LastRun full_run() {
  LastRun run;
  run.started = 1'795'608'000;  // 2026-11-25T12:00:00Z
  run.status = 4;
  run.seconds = 12.5;
  run.generation = "000042";
  run.articles = 7;
  run.reused = 3;
  run.counts.read = 9;
  run.counts.rejected = 2;
  run.counts.rejected_by_reason = {{"bad \"json\"\n", 2}};
  run.stages = {{"derive", 1.5}, {"learn", 0.25}};
  run.message = "not published: red\nline";
  run.last_success = LastSuccess{"000041", 1'795'521'600, 11};
  return run;
}

TEST(LastRun, IsReadBackAsItWasWritten) {
  const std::string json = last_run_to_json(full_run());
  const auto run = parse_last_run(json, "last-run.json");
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(last_run_to_json(*run), json);
  EXPECT_EQ(run->message, full_run().message);
  LastRun running;
  const auto again = parse_last_run(last_run_to_json(running), "last-run.json");
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->status);
  EXPECT_FALSE(again->last_success);
}

TEST(LastRun, WhatIsCutOrChangedIsRefused) {
  const std::string json = last_run_to_json(full_run());
  for (std::size_t size = 0; size < json.size(); ++size) {
    const auto run = parse_last_run(json.substr(0, size), "A/last-run.json");
    ASSERT_FALSE(run) << size;
    EXPECT_EQ(run.error().status, Status::bad_data);
    EXPECT_EQ(run.error().message, "A/last-run.json: damaged: not a JSON object");
  }
  EXPECT_EQ(parse_last_run("{\"version\":2}", "f").error().message, "f: damaged: of a version that this program does not know");
  EXPECT_EQ(parse_last_run("{\"version\":1}", "f").error().message, "f: damaged: a key is missing or not what it should be");
}

class RunRecords : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(make_folder(archive_.root)); }
  LastRun last() { return **read_last_run(archive_); }
  TempFolder folder_;
  ArchivePaths archive_{folder_.path() / "archive"};
};

TEST_F(RunRecords, TheLastSuccessOutlastsFailuresAndKilledRuns) {
  {
    RunRecord record(archive_, 1000);
    record.set_generation("000001");
    EXPECT_FALSE(last().status);  // what a run killed here leaves
    BuildResult result;
    result.published = true;
    result.message = "published 000001";
    record.finish(result, 20.4);
  }
  EXPECT_EQ(last().last_success->finished, 1020);
  RunRecord(archive_, 2000).finish(fail(Status::io_error, "No space left"), 1);
  EXPECT_EQ(last().status, 74);
  EXPECT_EQ(last().message, "No space left");
  EXPECT_EQ(last().last_success->generation, "000001");
  const RunRecord killed(archive_, 3000);
  EXPECT_EQ(last().started, 3000);
  EXPECT_EQ(last().last_success->finished, 1020);
}

TEST_F(RunRecords, ADamagedRecordIsWrittenAnew) {
  ASSERT_TRUE(atomic_write(archive_.last_run(), "{"));
  RunRecord(archive_, 2000).finish(fail(Status::io_error, "x"), 1);
  EXPECT_EQ(last().status, 74);
}

TEST(Metrics, AreWrittenAsPrometheusReadsThem) {
  EXPECT_EQ(run_metrics_text(full_run()), R"(# HELP broadsheet_build_started_timestamp_seconds When the last build began.
# TYPE broadsheet_build_started_timestamp_seconds gauge
broadsheet_build_started_timestamp_seconds 1795608000
# HELP broadsheet_build_ended 0: it is still running, or was killed.
# TYPE broadsheet_build_ended gauge
broadsheet_build_ended 1
# HELP broadsheet_build_exit_status 0: published; 4: kept aside by the guard.
# TYPE broadsheet_build_exit_status gauge
broadsheet_build_exit_status 4
# HELP broadsheet_build_published 1: it was published.
# TYPE broadsheet_build_published gauge
broadsheet_build_published 0
# HELP broadsheet_build_duration_seconds From the lock to the end.
# TYPE broadsheet_build_duration_seconds gauge
broadsheet_build_duration_seconds 12.5
# HELP broadsheet_build_stage_duration_seconds Its stages.
# TYPE broadsheet_build_stage_duration_seconds gauge
broadsheet_build_stage_duration_seconds{stage="derive"} 1.5
broadsheet_build_stage_duration_seconds{stage="learn"} 0.25
# HELP broadsheet_build_records What became of the records.
# TYPE broadsheet_build_records gauge
broadsheet_build_records{outcome="read"} 9
broadsheet_build_records{outcome="indexed"} 0
broadsheet_build_records{outcome="replaced"} 0
broadsheet_build_records{outcome="unchanged"} 0
broadsheet_build_records{outcome="duplicate"} 0
broadsheet_build_records{outcome="skipped_files"} 0
broadsheet_build_records{outcome="undated"} 0
broadsheet_build_records{outcome="rejected"} 2
broadsheet_build_records{outcome="reused"} 3
# HELP broadsheet_build_rejected_records Records that could not be used, by reason.
# TYPE broadsheet_build_rejected_records gauge
broadsheet_build_rejected_records{reason="bad \"json\"\n"} 2
# HELP broadsheet_last_success_timestamp_seconds When a build last published; kept through failures.
# TYPE broadsheet_last_success_timestamp_seconds gauge
broadsheet_last_success_timestamp_seconds 1795521600
# HELP broadsheet_last_success_duration_seconds How long that build took.
# TYPE broadsheet_last_success_duration_seconds gauge
broadsheet_last_success_duration_seconds 11
)");
}

}  // namespace
}  // namespace broadsheet
