// What is settled outside the command line: BROADSHEET_*, the two configuration files, the place of the archive.
#include "common/settings.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <string>

namespace broadsheet {
namespace {

constexpr std::array<std::string_view, 3> kNames = {"archive", "jobs", "log-format"};
constexpr const char* kMachine = "/etc/broadsheet/config";

struct World {
  std::map<std::string, std::string> environment = {{"HOME", "/home/ann"}};
  std::map<std::string, std::string> files;

  EnvironmentLookup lookup() const {
    return [this](const std::string& name) {
      const auto found = environment.find(name);
      return found == environment.end() ? std::nullopt : std::optional(found->second);
    };
  }
  Result<Settings> read() const {
    return read_settings("search", kNames, lookup(), [this](const std::filesystem::path& path) -> Result<std::optional<std::string>> {
      const auto found = files.find(path.string());
      return found == files.end() ? std::nullopt : std::optional(found->second);
    });
  }
  std::string error() const {
    const auto settings = read();
    return settings ? "no error" : settings.error().message;
  }
};

TEST(Settings, AConfigurationIsSectionsNamesAndValues) {
  const auto entries = parse_config("archive=/a b # where\r\n\n  # nothing\n[index]\n jobs = 2 \nempty =\n", "f");
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 3U);
  EXPECT_EQ((*entries)[0].section + "|" + (*entries)[0].name + "|" + (*entries)[0].value, "|archive|/a b");
  EXPECT_EQ((*entries)[1].section + "|" + (*entries)[1].name + "|" + (*entries)[1].value, "index|jobs|2");
  EXPECT_EQ((*entries)[1].line, 5U);
  EXPECT_EQ((*entries)[2].value, "");
  EXPECT_EQ(parse_config("a = 1\nnonsense\n", "f").error().message, "f:2: 'nonsense' is neither [section] nor name = value");
  EXPECT_EQ(parse_config("= 1", "f").error().status, Status::bad_config);
}

TEST(Settings, TheEnvironmentWinsOverTheUsersFileAndThatOverTheMachines) {
  World world;
  world.files[kMachine] = "archive = /machine\njobs = 1\nlog-format = text\n";
  world.files["/home/ann/.config/broadsheet/config"] = "jobs = 2\n";
  world.environment["BROADSHEET_LOG_FORMAT"] = "json";
  const auto settings = world.read();
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->at("archive").value, "/machine");
  EXPECT_EQ(settings->at("archive").origin, "/etc/broadsheet/config:1");
  EXPECT_EQ(settings->at("jobs").value, "2");
  EXPECT_EQ(settings->at("log-format").value, "json");
  EXPECT_EQ(settings->at("log-format").origin, "$BROADSHEET_LOG_FORMAT");
}

TEST(Settings, TheProgramsSectionWinsOverTheLinesForAll) {
  World world;
  world.files[kMachine] = "jobs = 1\nprogress = never\n[index]\njobs = 8\nmemory = 1G\n[search]\njobs = 3\n";
  const auto settings = world.read();
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->at("jobs").value, "3");
  EXPECT_EQ(settings->size(), 1U);
}

TEST(Settings, MistakesAreNamedWithFileAndLine) {
  const std::pair<std::string, std::string> rows[] = {
      {"[find]\nx = 1\n", "there is no section [find]; the sections are [index] [search] [serve]"},
      {"\n[search]\nx = 1\n", "'x' is not a setting of [search]; there are: archive, jobs, log-format"},
      {"jbos = 1\n", "'jbos' is not a setting for all programs; there are: archive, color, jobs, log-format, progress, quiet"},
      {"[serve]\nsort = title\n", "'sort' changes answers and is not read from a configuration: give it on the command line"},
  };
  for (const auto& [text, message] : rows) {
    World world;
    world.files[kMachine] = text;
    const std::string error = world.error();
    EXPECT_TRUE(error.starts_with("/etc/broadsheet/config:") && error.ends_with(": " + message)) << error;
  }
}

TEST(Settings, WithoutAHomeThereIsNoDefaultPlace) {
  World world;
  world.environment = {{"XDG_DATA_HOME", "relative"}};
  EXPECT_EQ(config_files(world.lookup()).size(), 1U);
  const auto place = resolve_archive(std::nullopt, {}, world.lookup());
  ASSERT_FALSE(place);
  EXPECT_EQ(place.error().status, Status::no_input);
  EXPECT_EQ(resolve_archive("", {}, world.lookup()).error().status, Status::usage);
  EXPECT_EQ(resolve_archive("here", {}, world.lookup())->path, "here");
}

}  // namespace
}  // namespace broadsheet
