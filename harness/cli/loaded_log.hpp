#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/core/result.hpp"
#include "analysis/sample/logged_sample.hpp"
#include "analysis/sample/recording.hpp"
#include "analysis/sample/series.hpp"

namespace wvagate::cli {

/// A log and the series in it that the options ask for. The series hold views into the recording.
struct LoadedLog {
  std::string path;
  Recording recording;
  std::vector<Series> series;
};

/// Reads the log at `path`. Fails where it cannot be read, or has no samples that pass `filter`. Each sample
/// in the log is also shown to `look`, where one is given.
Result<LoadedLog> load_log(const std::string& path, const SampleFilter& filter,
                           const LatencyPair& fallback_slo,
                           const std::function<void(const LoggedSample&)>& look = {});

/// A log that was read, with its series; fails as load_log() does where there are none.
Result<LoadedLog> with_series(LoadedLog log, const SampleFilter& filter, const LatencyPair& fallback_slo);

/// That the log at `path` gave nothing; `filtered`: there was something, but it did not pass the filter.
Error no_samples(const std::string& path, bool filtered);

}  // namespace wvagate::cli
