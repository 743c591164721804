#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analysis/sample/recording.hpp"
#include "harness/report/style.hpp"

namespace wvagate::report {

/// A record from which samples are made, and its phrase.
struct Expected {
  std::string_view record;
  std::string_view phrase;
};

/// Why a log gives the samples that it gives, or none. `samples` is how many it gave.
std::string doctor_text(const LogFacts& facts, std::size_t samples, std::span<const std::string> variants,
                        std::span<const Expected> expected, Colour colour);

}  // namespace wvagate::report
