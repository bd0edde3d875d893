# What does Broadsheet build on? Every library as an imported target, so that its headers are system headers to the compiler and
# our strict warnings speak of our code only. The Debian packages that bring them: scripts/packages.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

# Xapian's CMake configuration sets variables, no target.
find_package(Xapian 1.4.22 CONFIG REQUIRED)
add_library(broadsheet_xapian INTERFACE IMPORTED)
add_library(xapian::xapian ALIAS broadsheet_xapian)
target_include_directories(broadsheet_xapian SYSTEM INTERFACE ${XAPIAN_INCLUDE_DIR})
target_link_libraries(broadsheet_xapian INTERFACE ${XAPIAN_LIBRARIES})

find_package(Boost 1.74 REQUIRED COMPONENTS program_options)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(BZip2 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(LibLZMA REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt 9 REQUIRED)
pkg_check_modules(uchardet REQUIRED IMPORTED_TARGET uchardet)
pkg_check_modules(libxxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(libzstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)

# RapidJSON is headers only; its configuration sets a variable, no target.
find_package(RapidJSON CONFIG REQUIRED)
add_library(broadsheet_rapidjson INTERFACE IMPORTED)
add_library(rapidjson::rapidjson ALIAS broadsheet_rapidjson)
target_include_directories(broadsheet_rapidjson SYSTEM INTERFACE ${RAPIDJSON_INCLUDE_DIRS})

if(BROADSHEET_MIMALLOC)
  find_package(mimalloc 2 CONFIG REQUIRED)
endif()
if(BROADSHEET_TESTS)
  find_package(GTest REQUIRED)
  find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)
endif()
if(BROADSHEET_BENCH)
  find_package(benchmark REQUIRED)
endif()
