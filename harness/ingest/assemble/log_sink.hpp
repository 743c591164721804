#pragma once

#include <concepts>
#include <functional>
#include <utility>

#include "analysis/sample/logged_sample.hpp"

namespace wvagate::ingest {

/// Takes what a log gives, as its cycles end. A function that returns false stops the reading; one that is
/// empty is not called. Views are into the NamePool that the log is read with.
struct LogSink {
  LogSink() = default;
  /// Takes samples alone.
  template <std::predicate<const LoggedSample&> Take>
  LogSink(Take take) : sample(std::move(take)) {}  // NOLINT(google-explicit-constructor)

  std::function<bool(const LoggedSample&)> sample;
  std::function<bool(const LoggedClaim&)> claim;        ///< one row an analyzer, variant and cycle
  std::function<bool(const LoggedMismatch&)> mismatch;  ///< one a line
};

}  // namespace wvagate::ingest
