# Half of a compilation is the reading of the same system headers: builds that CI makes from nothing read them once for all. Builds
# for the desk do without, so that each file's own includes are tried; ccache does more there.
set(broadsheet_headers
  <algorithm> <array> <cstdint> <filesystem> <functional> <map> <optional> <span> <string> <string_view> <utility> <vector>
  <fmt/format.h> <fmt/ranges.h>)
target_precompile_headers(broadsheet_common PRIVATE ${broadsheet_headers})
foreach(target broadsheet_entities broadsheet_indexer broadsheet_searcher)
  target_precompile_headers(${target} REUSE_FROM broadsheet_common)
endforeach()
if(BROADSHEET_TESTS)
  target_precompile_headers(common_tests PRIVATE ${broadsheet_headers} <gtest/gtest.h>)
  foreach(target indexer_tests searcher_tests)
    target_precompile_headers(${target} REUSE_FROM common_tests)
  endforeach()
endif()
