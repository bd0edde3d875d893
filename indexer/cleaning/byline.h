// Is this line a byline, and who wrote the article? Called for the lines above an article's text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace broadsheet {

struct Byline {
  std::vector<std::string> names;  // empty: a desk or a team ("By Quillwire Staff")
};

// "By Jane Roe and John Doe, Staff Writers", "JANE ROE | THE COURIER", "Jane Roe, Media Columnist"; nullopt: no byline. Names in
// capitals come back as names ("Jane Roe").
std::optional<Byline> read_byline(std::string_view line);
// The same below a headline, where less is asked: "Jane Roe for The Courier", "Jane Roe in London", and with `name_alone` "Jane Roe".
std::optional<Byline> read_bare_byline(std::string_view line, bool name_alone);
// The names behind " by " in a line of another kind ("Posted on April 3 by Jane Roe").
std::vector<std::string> names_after_by(std::string_view line);

}  // namespace broadsheet
