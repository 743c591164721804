#pragma once

#include <functional>
#include <string>
#include <vector>

#include "analysis/core/result.hpp"
#include "analysis/sample/logged_sample.hpp"
#include "analysis/sample/recording.hpp"
#include "analysis/sample/series.hpp"
#include "harness/ingest/source/byte_source.hpp"
#include "harness/ingest/source/log_file.hpp"

/// The one loader: how every verb but `extract` and `doctor`, which keep no samples, reads a log.
namespace wvagate::run {

/// A log and the series in it that the options ask for. The series hold views into the recording.
struct LoadedLog {
  std::string path;
  Recording recording;
  std::vector<Series> series;
};

/// Sees each sample in the log while it is read.
using Look = std::function<void(const LoggedSample&)>;

/// Reads the log at `path` into `recording`, which is up to date at each call of `look` and of the waiter.
/// Fails if it cannot be read.
Status load_recording(const std::string& path, Recording& recording, const ingest::ReadOptions& options = {},
                      const Look& look = {});

/// The same of bytes that are open already.
Status load_recording(ingest::ByteSource& bytes, const std::string& path, Recording& recording);

/// The series in a log that was read; fails if it has no samples that pass `filter`, and explains why.
Result<LoadedLog> with_series(LoadedLog log, const SampleFilter& filter, const LatencyPair& fallback_slo);

/// Reads the log at `path`. Fails as load_recording() and with_series() do.
Result<LoadedLog> load_log(const std::string& path, const SampleFilter& filter,
                           const LatencyPair& fallback_slo, const ingest::ReadOptions& options = {},
                           const Look& look = {});

/// Why the log at `path`, which was read, gives no samples; `filtered`: it gives some, but none passes the
/// filter. Reads the log again if its messages were not counted, to name those that it has.
Error no_samples(const std::string& path, const LogFacts& facts, bool filtered);

}  // namespace wvagate::run
