// Reproducible random numbers for tests: the same on every machine.
#pragma once

#include <cstdint>
#include <random>

namespace broadsheet {

class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(engine_() % n); }
  bool one_in(std::uint32_t n) { return below(n) == 0; }

 private:
  std::mt19937 engine_;
};

}  // namespace broadsheet
