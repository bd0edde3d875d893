# How is our code compiled? Included once from the top; `broadsheet_warnings` is linked by our own targets only.

# Debug is for the desk: quick to compile, quick enough to run, with asserts and a checking standard library.
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -D_GLIBCXX_ASSERTIONS")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

# Scores are the same to the last bit on every machine: no fused multiply-add where the processor happens to have one.
add_compile_options(-ffp-contract=off)

if(BROADSHEET_SANITIZE)
  add_compile_options(-fsanitize=${BROADSHEET_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${BROADSHEET_SANITIZE})
  if(BROADSHEET_SANITIZE MATCHES "undefined")
    # It probes memory through a pipe, and so reports every virtual call of a process that has run out of descriptors (files_test).
    add_compile_options(-fno-sanitize=vptr)
  endif()
endif()

if(BROADSHEET_FUZZ OR BROADSHEET_COVERAGE)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "BROADSHEET_FUZZ and BROADSHEET_COVERAGE need clang: cmake --preset asan, cmake --preset coverage")
  endif()
endif()
if(BROADSHEET_FUZZ)
  # fuzzer-no-link: the libraries are watched too; only the fuzz targets get libFuzzer's main.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(BROADSHEET_COVERAGE)
  add_compile_options(-fprofile-instr-generate -fcoverage-mapping)
  add_link_options(-fprofile-instr-generate)
endif()
if(BROADSHEET_PRECOMPILED_HEADERS)
  add_compile_options(-pthread)  # re2 asks its users for it; all who share a precompiled header must agree
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")  # as ccache's manual asks for, "Precompiled headers"
  endif()
endif()

add_library(broadsheet_warnings INTERFACE)
target_compile_options(broadsheet_warnings INTERFACE
  -Wall
  -Wconversion
  -Wextra
  -Wnon-virtual-dtor
  -Wold-style-cast
  -Woverloaded-virtual
  -Wpedantic
  -Wshadow
  -Wsign-conversion
  $<$<BOOL:${BROADSHEET_WERROR}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(broadsheet_warnings INTERFACE
    -Wduplicated-cond
    -Wlogical-op
    # g++ 12 reports overlapping memcpy inside std::string's operator+ and assignment when optimizing (GCC bug 105651).
    -Wno-restrict)
  # Left out: -Wnull-dereference. g++ 12 follows impossible paths through inlined standard containers when optimizing.
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # The literals that scripts make (cleaning/wording_weights.inc) are longer than the standard promises; both compilers take them.
  target_compile_options(broadsheet_warnings INTERFACE -Wno-overlength-strings)
endif()
